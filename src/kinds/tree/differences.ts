import type { Difference } from '../../model/plan.ts';
import type { TreePut, TreeRemoval } from '../../model/step.ts';
import { unifiedDiff } from '../text-diff.ts';
import type { TreeSeen } from './actual.ts';
import type { TreeChanges } from './changes.ts';
import type { DesiredTree } from './desired.ts';
import { entriesWords } from './words.ts';

/** So many texts are shown; a tree may have thousands that differ. */
const mostDiffs = 20;

/** What comes, changes and goes, in numbers; then small texts as diffs. */
export function differencesOf(
  tree: DesiredTree,
  seen: TreeSeen,
  changes: TreeChanges,
): readonly Difference[] {
  const { put, remove } = changes;
  const added = put.filter(({ path }) => !seen.entries.has(path));
  const there = put.filter(({ path }) => seen.entries.has(path));
  const rights = there.filter(({ type, here }) => type === 'directory' || here === true);
  const changed = there.filter((one) => !rights.includes(one));
  return [
    ...counted('added', added),
    ...counted('changed', changed),
    ...counted('owner or mode', rights),
    ...counted(
      'deleted',
      remove.map((one) => ({ ...one, size: seen.entries.get(one.path)?.size ?? 0 })),
    ),
    ...diffs(tree, seen, changed),
  ];
}

function counted(
  field: string,
  entries: readonly (TreePut | (TreeRemoval & { readonly size: number }))[],
): readonly Difference[] {
  const words = entriesWords(entries);
  return words === null ? [] : [{ field, from: null, to: words }];
}

function diffs(tree: DesiredTree, seen: TreeSeen, changed: readonly TreePut[]): readonly Difference[] {
  const found: Difference[] = [];
  for (const { path, type } of changed) {
    if (found.length === mostDiffs) break;
    const from = seen.texts.get(path);
    if (type !== 'file' || from === undefined || tree.isSecret(path, false)) continue;
    const to = tree.text(path);
    if (to !== undefined)
      found.push({ field: `files/${path}`, diff: unifiedDiff(`${tree.path}/${path}`, from, to) });
  }
  return found;
}
