import type { DesiredTree } from '../../kinds/tree/desired.ts';
import type { Plan } from '../../model/plan.ts';
import type { Step } from '../../model/step.ts';
import { baseAfterPush, type TreeMerge } from '../../snapshot/trees/merge.ts';
import { writeTreeBase } from '../../snapshot/trees/tree-base.ts';
import type { Declaration } from '../declaration.ts';
import type { Frame } from '../frame.ts';
import { keepForSync, onDisk, type Problem } from '../sync-state.ts';
import { localTrees, treesOf, type LocalTree } from './local-trees.ts';

/** A tree, and what both sides agree on. */
type Agreed = Pick<LocalTree, 'tree' | 'baseFile'> & { readonly merge: Pick<TreeMerge, 'base'> };

/** Keeps what was agreed on of trees for the next sync; a copy beside the source agrees on nothing. */
export async function keepBases(trees: readonly Agreed[]): Promise<Problem | undefined> {
  for (const { tree, baseFile, merge } of trees) {
    if (baseFile === undefined) continue;
    const written = await onDisk<Problem | undefined>(
      writeTreeBase(baseFile, tree.path, merge.base).then(() => undefined),
    );
    if (written !== undefined) return written;
  }
  return undefined;
}

/** Keeps what a push has made the same here and on these hosts, so that the next sync knows who changed what since. */
export async function keepPushed(
  { fleet }: Declaration,
  hosts: readonly string[],
  plan: Plan,
  frame: Frame,
): Promise<void> {
  for (const { host, resources } of fleet.hosts) {
    const trees = treesOf(resources);
    if (trees.length === 0 || !hosts.includes(host.name)) continue;
    const planned = plan.hosts.find((one) => one.host === host.name);
    const steps = planned?.changes.flatMap((change) => change.steps) ?? [];
    await keepForSync(host.name, (directory) => keepTrees(directory, trees, steps), frame);
  }
}

async function keepTrees(
  directory: string,
  trees: readonly DesiredTree[],
  steps: readonly Step[],
): Promise<string | undefined> {
  const locals = await localTrees(trees, { bases: directory });
  if (typeof locals === 'string') return locals;
  const kept = await keepBases(
    locals.map((local) => {
      const { tree, base, state, skips } = local;
      const removed = steps.flatMap((step) =>
        step.do === 'place' && step.path === tree.path ? step.remove.map(({ path }) => path) : [],
      );
      return {
        ...local,
        merge: baseAfterPush({ base, local: state, skips, shields: tree.shields }, removed),
      };
    }),
  );
  return kept?.problem;
}
