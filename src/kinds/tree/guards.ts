import type { PlanContext } from '../kind.ts';
import type { SeenParent, TreeSeen } from './actual.ts';
import type { TreeChanges } from './changes.ts';
import type { DesiredTree } from './desired.ts';
import { size } from './words.ts';

/** Why a tree cannot be looked at or changed at all, whatever it holds. */
export function unfit(tree: DesiredTree, seen: TreeSeen): readonly string[] {
  if (!seen.hasTools)
    return [
      `${tree.path}: this host lacks GNU find or coreutils 8.25, tar, gzip or flock, without which no tree can be compared`,
    ];
  if (!seen.hasOwner) return [`${tree.path}: this host has no user or no group \`${tree.owner ?? ''}\``];
  if (tree.atomic === true && !seen.exchanges)
    return [
      `${tree.path}: this host cannot exchange two directories, as \`atomic\` needs it: it has neither python3 nor perl, and an mv older than coreutils 9.5`,
    ];
  const user = tree.owner?.split(':')[0];
  const loose = seen.parents.map((parent) => looseness(parent, user)).find((why) => why !== undefined);
  if (loose !== undefined) return [`${tree.path}: ${loose}`];
  const [root, above] = [seen.entries.get('.'), seen.parents.at(-1)];
  if (root?.device !== undefined && root.device !== above?.device)
    return [`${tree.path} is a mount point: name a directory below it`];
  return unstageable(tree, seen);
}

/** Contents wait on the file system of the tree, in a directory of root's. */
function unstageable({ path }: DesiredTree, { parents }: TreeSeen): readonly string[] {
  const strange = parents.findIndex(({ user }) => user !== 'root');
  const [first, last] = [parents[strange], parents.at(-1)];
  if (first === undefined || parents[strange - 1]?.device === last?.device) return [];
  const why = `belongs to ${first.user}, and root has no directory above it on its file system for contents to wait in`;
  return [`${path}: ${first.path} ${why}; leave \`owner\` and that directory to root`];
}

/** Who may write to a directory above the tree can put another one in its place. */
function looseness(
  { path, type, mode, user, group }: SeenParent,
  owner: string | undefined,
): string | undefined {
  if (type === 'link') return `${path} is a symbolic link: name the directory that it leads to`;
  if (type !== 'directory') return `${path} is not a directory`;
  if (user !== 'root' && user !== owner)
    return `${path} belongs to ${user}, who could put another directory in its place`;
  const bits = Number.parseInt(mode, 8);
  if ((bits & 0o002) !== 0)
    return `everybody may write to ${path}, and could put another directory in its place`;
  if ((bits & 0o020) !== 0 && group !== 'root')
    return `the group ${group} may write to ${path}, and could put another directory in its place`;
  return undefined;
}

/** Deletions that look like a mistake; the number that allows them is said. */
export function massDeletion(
  tree: DesiredTree,
  seen: TreeSeen,
  { remove }: TreeChanges,
  { allowDelete = 0 }: PlanContext,
): readonly string[] {
  const count = remove.filter(({ type }) => type !== 'directory').length;
  const all = [...seen.entries.values()].filter(
    ({ type, path }) => type !== 'directory' && !tree.shields(path, false),
  ).length;
  const tooMany = count * 2 > all || count > (tree.maxDelete ?? Infinity);
  if (!tooMany || count <= allowDelete) return [];
  const limit = count * 2 > all ? '' : `, and \`max_delete\` allows ${tree.maxDelete ?? 0}`;
  return [
    `${tree.path}: ${count} of its ${all} files would be deleted${limit}; if you mean it, use --allow-delete ${count}`,
  ];
}

/** What file systems keep for themselves, and what names and directories take. */
const spare = 1 << 20;

/** Everything new lies beside the old before it takes its place. */
export function noSpace(tree: DesiredTree, seen: TreeSeen, { put, remove }: TreeChanges): readonly string[] {
  const needed = put.reduce((sum, { size: bytes = 0 }) => sum + bytes, 0);
  if (needed > 0 && needed + spare > seen.free.bytes)
    return [`${tree.path}: ${size(needed)} are to come, and ${size(seen.free.bytes)} are free there`];
  if (put.length > seen.free.inodes)
    return [
      `${tree.path}: ${put.length} files are to come, and its file system has ${seen.free.inodes} left`,
    ];
  const replaced = [...put, ...remove].reduce(
    (sum, { path, was }) => sum + (was === null ? 0 : sizeAt(seen, path)),
    0,
  );
  if (seen.freeForSaved === undefined || replaced === 0 || replaced + spare <= seen.freeForSaved) return [];
  const free = size(seen.freeForSaved);
  return [
    `${tree.path}: ${size(replaced)} are to be kept in /var/lib/fleetwright, and ${free} are free there`,
  ];
}

function sizeAt(seen: TreeSeen, path: string): number {
  const entry = seen.entries.get(path);
  return entry?.type === 'file' ? entry.size : 0;
}
