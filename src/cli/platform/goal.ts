import type { Actual, SeenEntry } from '../../kinds/tree/actual.ts';
import type { DesiredTree, Wanted } from '../../kinds/tree/desired.ts';
import { tree as treeKind } from '../../kinds/tree/index.ts';
import type { Finding, KindResources, PlanContext } from '../../kinds/kind.ts';
import type { TreeMerge } from '../../snapshot/trees/merge.ts';
import type { SeenTree } from './see-trees.ts';

/** A tree, and what becomes of it on both sides. */
export interface MergedTree extends SeenTree {
  readonly merge: TreeMerge;
}

/**
 * What a host's trees are to be when what was merged has come to them: what moves, and all else as it was seen. Where
 * what moves is something else by the time of the plan's own look, the host is left as it is.
 */
export function goalOf(merged: readonly MergedTree[]): KindResources {
  const moving = merged.filter(({ merge }) => merge.remote.put.length + merge.remote.remove.length > 0);
  const byPath = new Map(moving.map((one) => [one.tree.path, one]));
  const desired = moving.map(goal);
  const compare = (
    trees: readonly DesiredTree[],
    actual: Actual,
    context: PlanContext,
  ): readonly Finding[] => {
    const settled = trees.map((tree) => withoutMoved(tree, byPath.get(tree.path), actual));
    return treeKind.compare(settled, actual, context).map((finding, index) => {
      const why = changedSince(byPath.get(trees[index]?.path ?? ''), actual);
      return why === undefined ? finding : { ...finding, blocked: [...(finding.blocked ?? []), why] };
    });
  };
  return { kind: { ...treeKind, compare }, desired };
}

function goal({ tree, sides, seen, merge }: MergedTree): DesiredTree {
  const entries = new Map<string, Wanted>();
  const gone = new Set(merge.remote.remove.map(({ path }) => path));
  for (const [path, { sha256 }] of sides.remote) {
    const is = seen.entries.get(path);
    if (is !== undefined && !gone.has(path)) entries.set(path, asSeen(is, sha256));
  }
  for (const { path } of merge.remote.put) {
    const wanted = tree.entries.get(path);
    if (wanted !== undefined) entries.set(path, wanted);
  }
  return {
    ...tree,
    entries: new Map([...entries].sort(([a], [b]) => depth(a) - depth(b))),
    shields: (path) => !entries.has(path) && !gone.has(path),
    delete: gone.size > 0 ? 'all' : 'none',
  };
}

function asSeen({ path, type, mode, size, target }: SeenEntry, sha256: string | undefined): Wanted {
  const bits = Number.parseInt(mode, 8) & (type === 'directory' ? 0o777 : 0o7777);
  return {
    ...{ path, type: type === 'other' ? 'file' : type, modified: 0, size },
    ...(type !== 'link' && { mode: bits.toString(8).padStart(4, '0') }),
    ...(sha256 !== undefined && { sha256 }),
    ...(target !== undefined && { target }),
  };
}

function depth(path: string): number {
  return path === '.' ? 0 : path.split('/').length;
}

/** What stays may go on changing there: it is left out then. */
function withoutMoved(tree: DesiredTree, one: MergedTree | undefined, actual: Actual): DesiredTree {
  const now = actual.get(tree.path);
  if (one === undefined || now === undefined) return tree;
  const moving = new Set(one.merge.remote.put.map(({ path }) => path));
  const entries = new Map(
    [...tree.entries].filter(([path]) => {
      const is = now.entries.get(path);
      return moving.has(path) || is === undefined || is.record === one.seen.entries.get(path)?.record;
    }),
  );
  const left = new Set([...tree.entries.keys()].filter((path) => !entries.has(path)));
  return {
    ...tree,
    entries,
    shields: (path, isDirectory) => left.has(path) || tree.shields(path, isDirectory),
  };
}

/** Says what of that which moves is not any more what the merge saw. */
function changedSince(one: MergedTree | undefined, actual: Actual): string | undefined {
  const now = one && actual.get(one.tree.path);
  if (one === undefined || now === undefined || now.isSame) return undefined;
  const moved = [...one.merge.remote.put, ...one.merge.remote.remove].find(
    ({ path }) => now.entries.get(path)?.record !== one.seen.entries.get(path)?.record,
  );
  return moved && `${one.tree.path}/${moved.path} changed there meanwhile; synchronise again`;
}
