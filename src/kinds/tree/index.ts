import type { Kind, PastRun } from '../kind.ts';
import type { Actual } from './actual.ts';
import { compare } from './compare.ts';
import type { DesiredTree } from './desired.ts';
import { factsByName } from './facts.ts';
import { identify, named } from './name.ts';
import { probe } from './probe.ts';
import { read } from './read.ts';
import { resolve } from './resolve.ts';
import { treeRules } from './rules.ts';
import type { TreeSpec } from './spec.gen.ts';
import { compareBack, probeBack, readBack, type SeenBack } from './way-back.ts';

/** Directory trees: contents, rights, links, and the services that run on them. */
export const tree: Kind<TreeSpec, DesiredTree, Actual> = {
  name: 'tree',
  section: 'trees',
  rules: treeRules,
  resolve,
  identify,
  probe,
  read,
  compare,
  named,
  facts: factsByName,
  wayBack: (run) => ({ kind: backFrom(run), desired: [] }),
};

function backFrom(run: PastRun): Kind<TreeSpec, DesiredTree, SeenBack> {
  return {
    ...tree,
    probe: () => probeBack(run),
    read: (sections) => readBack(run, sections),
    compare: (_, seen, context) => compareBack(run, seen, context),
    facts: (name, { actual }) => factsByName(name, actual),
  };
}
