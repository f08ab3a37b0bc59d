import type { Kind, PastRun } from '../kind.ts';
import type { Actual } from './actual.ts';
import { compare } from './compare.ts';
import type { DesiredRepo } from './desired.ts';
import { factsByName } from './facts.ts';
import { probe } from './probe.ts';
import { read } from './read.ts';
import { named, resolve } from './resolve.ts';
import { repoRules } from './rules.ts';
import type { RepoSpec } from './spec.gen.ts';
import { compareBack, probeBack, readBack, type SeenBack } from './way-back.ts';

/** Git checkouts that keep themselves up to date: the checkout, its updater, and what starts it. */
export const repo: Kind<RepoSpec, DesiredRepo, Actual> = {
  name: 'repo',
  section: 'repos',
  rules: repoRules,
  resolve,
  identify: ({ name }) => name,
  probe,
  read,
  compare,
  named,
  facts: factsByName,
  wayBack: (run) => ({ kind: backFrom(run), desired: [] }),
};

function backFrom(run: PastRun): Kind<RepoSpec, DesiredRepo, SeenBack> {
  return {
    ...repo,
    probe: () => probeBack(run),
    read: (sections) => readBack(run, sections),
    compare: (_, seen) => compareBack(run, seen),
    facts: (name, { actual }) => factsByName(name, actual),
  };
}
