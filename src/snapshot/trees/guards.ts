import type { TreeMoves, TreeSides } from './merge.ts';
import type { TreeEntry, TreeState } from './state.ts';

/** Deletions here that look like a mistake, as a sentence without the tree's name; the number that allows them is said. */
export function tooManyGo(
  { local, shields }: Pick<TreeSides, 'local' | 'shields'>,
  { remove }: TreeMoves,
  allowed = 0,
): string | undefined {
  const isFile = ({ path, type }: TreeEntry): boolean => type !== 'directory' && !shields(path, false);
  const count = remove.filter(isFile).length;
  const all = [...local.values()].filter(isFile).length;
  if (count * 2 <= all || count <= allowed) return undefined;
  return `${count} of its ${all} files here would be deleted; if you mean it, use --allow-delete ${count}`;
}

/** Two names of which one comes, that a disk which does not tell letters' case apart would take for one. */
export function caseTwins(
  local: TreeState,
  { put, remove }: TreeMoves,
): readonly [string, string] | undefined {
  const gone = new Set(remove.map(({ path }) => path));
  const folded = new Map<string, string>();
  for (const path of new Set([...local.keys(), ...put.map((one) => one.path)])) {
    if (gone.has(path)) continue;
    const key = path.normalize('NFC').toLowerCase();
    const twin = folded.get(key);
    if (twin !== undefined) return [twin, path];
    folded.set(key, path);
  }
  return undefined;
}
