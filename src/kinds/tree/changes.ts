import type { TreePut, TreeRemoval } from '../../model/step.ts';
import type { SeenEntry, TreeSeen } from './actual.ts';
import type { DesiredTree, Wanted } from './desired.ts';

/** What has to happen for a host's tree to be as declared. */
export interface TreeChanges {
  readonly put: readonly TreePut[];
  readonly remove: readonly TreeRemoval[];
  /** Why it cannot be. */
  readonly obstacles: readonly string[];
}

/** What the tree's paths below others are: theirs, and none of ours. */
export type Elsewhere = (path: string) => boolean;

/** Where no other tree lies below. */
export const nowhere: Elsewhere = () => false;

/** Hosts that have nothing of a tree lack the same: one value for all of them. */
const wholes = new WeakMap<DesiredTree, TreeChanges>();

/** What the host did not name is as it is wanted. */
export function isAsWanted(path: string, { lacks, entries }: TreeSeen): boolean {
  return lacks !== undefined && !lacks.has(path) && !entries.has(path);
}

/** Holds the declared entries against those that are there. */
export function changesOf(tree: DesiredTree, seen: TreeSeen, elsewhere: Elsewhere): TreeChanges {
  if (seen.entries.size > 0 || elsewhere !== nowhere) return compareAll(tree, seen, elsewhere);
  const whole = wholes.get(tree) ?? compareAll(tree, seen, elsewhere);
  wholes.set(tree, whole);
  return whole;
}

function compareAll(tree: DesiredTree, seen: TreeSeen, elsewhere: Elsewhere): TreeChanges {
  const remove = removals(tree, seen, elsewhere);
  const going = new Set(remove.map(({ path }) => path));
  const obstacles: string[] = [];
  const put: TreePut[] = [];
  for (const wanted of tree.entries.values()) {
    if (isAsWanted(wanted.path, seen) || elsewhere(wanted.path)) continue;
    const is = seen.entries.get(wanted.path);
    const why = is === undefined ? undefined : inTheWay(wanted, is, { tree, seen, going });
    if (why !== undefined) obstacles.push(why);
    const step = putOf(tree, wanted, is);
    if (step !== undefined) put.push(step);
  }
  const replaced = put.flatMap((one) => typeChange(one, seen));
  return { put, remove: [...replaced.filter(({ path }) => !going.has(path)), ...remove], obstacles };
}

/** What many hosts lack is one value for all of them. */
const missing = new WeakMap<Wanted, TreePut>();

function putOf(tree: DesiredTree, wanted: Wanted, is: SeenEntry | undefined): TreePut | undefined {
  if (is !== undefined) return compared(tree, wanted, is);
  const known = missing.get(wanted) ?? compared(tree, wanted, undefined);
  if (known !== undefined) missing.set(wanted, known);
  return known;
}

function compared({ owner }: DesiredTree, wanted: Wanted, is: SeenEntry | undefined): TreePut | undefined {
  const { path, type, size, modified, sha256, target, mode } = wanted;
  const whose = owner ?? (is !== undefined && is.type === type ? is.owner : 'root:root');
  const base = {
    path,
    type,
    owner: whose,
    was: is !== undefined && isReplaced(is.type, type) ? is.record : null,
  };
  const rights = is !== undefined && is.owner === whose && (type === 'link' || sameMode(wanted, is));
  if (type === 'link')
    return is?.type === 'link' && is.target === target && rights
      ? undefined
      : { ...base, modified, ...(target !== undefined && { target }) };
  if (type === 'directory')
    return is?.type === 'directory' && rights
      ? undefined
      : { ...base, ...(is === undefined && { modified }), ...(mode !== undefined && { mode }) };
  const same = is?.type === 'file' && is.sha256 !== undefined && is.sha256 === sha256;
  if (same && rights) return undefined;
  return {
    ...base,
    ...(mode !== undefined && { mode }),
    ...{ size, modified },
    ...(sha256 !== undefined && { sha256 }),
    ...(same && { here: true as const }),
  };
}

/** A directory's set-group-id bit comes from the directory that it was made in: it is left as it is. */
function sameMode({ mode = '', type }: Wanted, is: SeenEntry): boolean {
  const bits = Number.parseInt(is.mode, 8);
  return Number.parseInt(mode, 8) === (type === 'directory' ? bits & 0o777 : bits);
}

/** A rename puts a file or link in the place of another; a directory is put only where none is, or has its rights changed. */
function isReplaced(is: SeenEntry['type'], type: TreePut['type']): boolean {
  return (is === 'directory') === (type === 'directory');
}

/** What is of another sort goes before the new takes its place. */
function typeChange(put: TreePut, seen: TreeSeen): readonly TreeRemoval[] {
  const is = seen.entries.get(put.path);
  if (is === undefined || is.type === 'other' || isReplaced(is.type, put.type)) return [];
  return [{ path: put.path, type: is.type, was: is.record }];
}

function inTheWay(
  { path, type }: Wanted,
  is: SeenEntry,
  { tree, seen, going }: { tree: DesiredTree; seen: TreeSeen; going: ReadonlySet<string> },
): string | undefined {
  const where = path === '.' ? tree.path : `${tree.path}/${path}`;
  if (is.type === 'other') return `${where} is ${is.what ?? 'a special file'}: remove it by hand`;
  if (path === '.' && is.type !== 'directory')
    return `${where} is ${article(is.type)}, not a directory: remove it by hand`;
  if (is.type === 'directory' && is.device !== seen.entries.get('.')?.device)
    return `${where} is a mount point: \`protect\` it, or name a tree of its own`;
  if (is.type !== 'directory' || type === 'directory') return undefined;
  const below = [...seen.entries.keys()].find((one) => one.startsWith(`${path}/`) && !going.has(one));
  if (below === undefined) return undefined;
  return `${where} is a directory there and ${article(type)} here: remove it by hand, or say \`delete: all\``;
}

function article(type: 'file' | 'link' | 'directory'): string {
  return type === 'link' ? 'a symbolic link' : `a ${type}`;
}

/** What is there, is not declared, and is ours to delete; of a directory only where nothing stays in it. */
function removals(tree: DesiredTree, seen: TreeSeen, elsewhere: Elsewhere): readonly TreeRemoval[] {
  if (tree.delete === 'none') return [];
  const extra: TreeRemoval[] = [];
  const occupied = new Set<string>();
  const stays = (path: string): void => {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1))
      occupied.add(path.slice(0, at));
  };
  const backwards = [...seen.entries.values()].sort((a, b) => depth(b.path) - depth(a.path));
  for (const { path, type, record } of backwards) {
    const ours = tree.delete === 'all' || seen.placed.has(path);
    const kept = tree.entries.has(path) || !ours || occupied.has(path) || elsewhere(path);
    if (kept || type === 'other' || tree.shields(path, type === 'directory')) stays(path);
    else extra.push({ path, type, was: record });
  }
  return extra.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function depth(path: string): number {
  return path === '.' ? -1 : path.split('/').length;
}
