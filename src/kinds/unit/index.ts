import type { Kind, PastRun } from '../kind.ts';
import type { Actual } from './actual.ts';
import { identify } from './address-of.ts';
import { compare } from './compare.ts';
import type { Desired } from './desired.ts';
import { factsByName, named } from './facts.ts';
import { probe } from './probe.ts';
import { read } from './read.ts';
import { resolve } from './resolve.ts';
import { unitRules } from './rules.ts';
import type { UnitSpec } from './spec.gen.ts';
import { compareBack, probeBack, readBack, type Seen } from './way-back/way-back.ts';

/** systemd units: their files, drop-ins, links and whether they run. */
export const unit: Kind<UnitSpec, Desired, Actual> = {
  name: 'unit',
  section: 'units',
  rules: unitRules,
  resolve,
  identify,
  probe,
  read,
  compare,
  named,
  facts: factsByName,
  wayBack: (run) => ({ kind: backFrom(run), desired: [] }),
};

function backFrom(run: PastRun): Kind<UnitSpec, Desired, Seen> {
  return {
    ...unit,
    probe: () => probeBack(run),
    read: (sections, _, facts) => readBack(run, sections, facts),
    compare: (_, seen, context) => compareBack(run, seen, context),
    facts: (name, { actual }) => factsByName(name, actual),
  };
}
