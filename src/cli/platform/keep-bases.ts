import { printable } from '../../model/printable.ts';
import type { Plan } from '../../model/plan.ts';
import { hostDirectory } from '../../snapshot/backups.ts';
import { baseAfterPush, type TreeMerge } from '../../snapshot/trees/merge.ts';
import { writeTreeBase } from '../../snapshot/trees/tree-base.ts';
import type { Declaration } from '../declaration.ts';
import type { Frame } from '../frame.ts';
import { lockSync, onDisk, syncDirectory, type Problem } from '../sync-state.ts';
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

/**
 * Keeps what a push has made the same here and on these hosts, so that the next sync knows who changed what since. A host
 * of which it cannot is told of: its next sync goes by what was agreed on before.
 */
export async function keepPushed(
  { fleet }: Declaration,
  hosts: readonly string[],
  plan: Plan,
  frame: Frame,
): Promise<void> {
  for (const { host, resources } of fleet.hosts) {
    if (!hosts.includes(host.name)) continue;
    const trees = treesOf(resources);
    const planned = plan.hosts.find((one) => one.host === host.name);
    const why = trees.length === 0 ? undefined : await keepHost(host.name, { trees, planned }, frame);
    if (why !== undefined)
      frame.err.write(`${printable(`${host.name}: the next sync goes without it: ${why}`)}\n`);
  }
}

interface PushedHost {
  readonly trees: ReturnType<typeof treesOf>;
  readonly planned: Plan['hosts'][number] | undefined;
}

async function keepHost(
  host: string,
  { trees, planned }: PushedHost,
  frame: Frame,
): Promise<string | undefined> {
  const directory = syncDirectory(hostDirectory(host), frame);
  const lock = await lockSync({ directory, word: host }, frame);
  if ('problem' in lock) return lock.problem;
  try {
    const locals = await localTrees(trees, { bases: directory });
    if (typeof locals === 'string') return locals;
    const steps = planned?.changes.flatMap((change) => change.steps) ?? [];
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
  } finally {
    await lock.release();
  }
}
