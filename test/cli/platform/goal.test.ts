import { expect, test } from '@jest/globals';
import { goalOf, type MergedTree } from '../../../src/cli/platform/goal.ts';
import type { TreeSeen } from '../../../src/kinds/tree/actual.ts';
import type { Finding } from '../../../src/kinds/kind.ts';
import { mergeTrees } from '../../../src/snapshot/trees/merge.ts';
import {
  localState,
  remoteState,
  withHashes,
  type RemoteTree,
  type TreeState,
} from '../../../src/snapshot/trees/state.ts';
import { context, desired, path, seen } from '../../kinds/tree/support/build.ts';

type Files = Readonly<Record<string, string | null>>;

const agreed: Files = { a: 'a', b: 'b', d: null, 'd/x': 'x', 'd/y': 'y' };

/** A sync of these, each against what was agreed on. */
function merged(here: Files, there: Files): MergedTree {
  const tree = desired(here, { exclude: ['log'] });
  const now = seen(there);
  const stateOf = (one: TreeSeen): TreeState => {
    const { state } = remoteState(tree, one, tree.shields) as RemoteTree;
    const hashes = [...one.entries.values()].flatMap(({ path: name, sha256 }) =>
      sha256 === undefined ? [] : [[name, sha256] as const],
    );
    return withHashes(state, new Map(hashes)) as TreeState;
  };
  const sides = {
    base: stateOf(seen(agreed)),
    ...{ local: localState(tree.entries.values(), tree), remote: stateOf(now) },
    ...{
      placed: new Set<string>(),
      left: new Map<string, string>(),
      skips: tree.shields,
      shields: tree.shields,
    },
  };
  const merge = mergeTrees(sides, { way: 'sync', delete: true });
  return {
    ...{ tree, sides, merge, seen: now },
    root: '/here/app',
    state: sides.local,
    text: () => undefined,
    skips: tree.shields,
  };
}

/** What the plan's own look, a moment later, comes to. */
function planned(one: MergedTree, later: TreeSeen): Finding | undefined {
  const { kind, desired: goals } = goalOf([one]);
  return kind.compare(goals, new Map([[path, later]]), context)[0];
}

const names = (finding: Finding | undefined): unknown =>
  finding?.steps.flatMap((step) =>
    step.do === 'place' ? [step.put.map((one) => one.path), step.remove.map((one) => one.path)] : [],
  );

const there: Files = { ...agreed, b: 'B', new: 'n', log: 'l' };
const here: Files = { a: 'A', b: 'b', d: null, 'd/x': 'x' };

test('only what moves is put and deleted; what changed there, is excluded or new there stays', () => {
  const finding = planned(merged(here, there), seen(there));
  expect([names(finding), finding?.blocked]).toEqual([[['a'], ['d/y']], undefined]);
});

test('what moves and has changed meanwhile blocks the host', () => {
  for (const later of [
    { ...there, a: 'changed' },
    { ...there, 'd/y': 'changed' },
  ]) {
    const finding = planned(merged(here, there), seen(later));
    expect(finding?.blocked).toEqual([
      expect.stringMatching(/^\/opt\/app\/(a|d\/y) changed there meanwhile/),
    ]);
  }
});

test('what stays may go on changing', () => {
  const finding = planned(merged(here, there), seen({ ...there, b: 'again', 'd/x': 'again', later: 'l' }));
  expect([names(finding), finding?.blocked]).toEqual([[['a'], ['d/y']], undefined]);
});
