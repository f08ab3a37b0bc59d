import type { Kind } from '../kind.ts';
import type { Actual } from './actual.ts';
import { compare, identify } from './compare.ts';
import type { Desired } from './desired.ts';
import { factsByName, named } from './facts.ts';
import { probe } from './probe.ts';
import { read } from './read.ts';
import { resolve } from './resolve.ts';
import { unitRules } from './rules.ts';
import type { UnitSpec } from './spec.gen.ts';

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
};
