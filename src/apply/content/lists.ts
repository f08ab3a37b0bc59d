import { byteKey, nameBytes } from '../../model/byte-name.ts';
import type { Placing, TreePut, TreeRemoval } from '../../model/step.ts';
import { sentFiles } from './sent-files.ts';
import { missingParents } from './stage-of.ts';

/**
 * The lists by which a host places a tree, by file name: NUL after each word. See `tree-walk.sh` and `tree-place.sh`. One
 * after the other, for those of a large tree are megabytes. The files of `apart` came without rights.
 */
export function* listsOf(
  placing: Placing,
  apart: ReadonlySet<string>,
): Generator<readonly [string, Uint8Array]> {
  for (const [name, words] of [
    ...guards(placing),
    ...savings(placing, apart),
    ...contents(placing),
    ...walks(placing),
  ])
    yield [name, joined(words())];
  const isNew = isNewTree(placing);
  if (placing.remove.some(isRoot)) yield ['unroot', Buffer.from(`${placing.path}\n`)];
  if (isNew) yield ['root', Buffer.from([placing.path, ...missingParents(placing), ''].join('\n'))];
}

type List = readonly [name: string, words: () => readonly string[]];

/** The tree itself goes with a name of its parent: who is in it cannot remove it. */
function isRoot({ path }: Entry): boolean {
  return path === '.';
}

function isNewTree({ put }: Placing): boolean {
  return put.some(({ path, was }) => path === '.' && was === null);
}

/** What the plan saw, and what it did not see. */
function guards({ put, remove }: Placing): readonly List[] {
  const leaving = new Set(remove.map(({ path }) => path));
  const seen = [...put, ...remove].filter(({ was }) => was !== null);
  const unseen = put.filter(({ path, was }) => was === null && !leaving.has(path));
  return [
    ['guard.paths', () => seen.map(({ path }) => `./${path}`)],
    ['guard.was', () => seen.map(({ path, was }) => `${was ?? ''} ./${path}`)],
    ['absent', () => unseen.map(({ path }) => `./${path}`)],
  ];
}

/** What is kept before it is replaced or deleted, and what the host has already of what is put. */
function savings({ put, remove, from }: Placing, apart: ReadonlySet<string>): readonly List[] {
  const replaced = [...remove, ...put.filter(({ was }) => was !== null)].filter(isLeaf);
  const here = put.filter(({ here: has }) => has === true);
  const bare = [...here, ...put.filter(({ path }) => apart.has(path))];
  return [
    ['save', () => inOrder(replaced).map(({ path }) => `s${path}`)],
    ['keep', () => inOrder(here).map(({ path }) => `k${path}`)],
    ['rights', () => bare.map(({ path, mode = '0644', owner }) => `${mode} ${owner} ./${path}`)],
    ['restore', () => ('source' in from ? [] : inOrder(put.filter(isLeaf)).map(({ path }) => `k${path}`))],
    ...sums('kept', here),
  ];
}

function contents(placing: Placing): readonly List[] {
  return sums('sums', sentFiles(placing));
}

function walks(placing: Placing): readonly List[] {
  const { put, remove } = placing;
  return [
    ['fore', () => (isNewTree(placing) ? [] : forward(placing))],
    ['back', () => backward(placing)],
    ['added', () => sorted(put.filter(isPlaced))],
    ['dropped', () => sorted(remove)],
    ['renamed', () => inOrder(renamed(placing)).map(({ path }) => `h${path}`)],
  ];
}

type Entry = TreePut | TreeRemoval;

function isLeaf({ type }: Entry): boolean {
  return type !== 'directory';
}

/** A directory that was there and has its rights changed is nobody's doing. */
function isPlaced({ path, type, was }: TreePut): boolean {
  return path !== '.' && (type !== 'directory' || was === null);
}

/** Directories that come; what is in them comes with them. */
function addedOf({ put }: Placing): ReadonlySet<string> {
  return new Set(put.filter(({ type, was }) => type === 'directory' && was === null).map(({ path }) => path));
}

/** Files that take their place one by one, and whatever the host itself had. */
function renamed(placing: Placing): readonly TreePut[] {
  const files = placing.put.filter(({ type }) => type === 'file');
  if (!('source' in placing.from)) return files;
  if (isNewTree(placing)) return [];
  const added = addedOf(placing);
  return files.filter(({ path }) => !within(above(path), added));
}

function forward(placing: Placing): readonly string[] {
  const { put, remove } = placing;
  const coming = new Set(put.map(({ path }) => path));
  const isBlocking = ({ path }: TreeRemoval): boolean => within(path, coming);
  const added = addedOf(placing);
  const tops = put.filter(({ path }) => !within(above(path), added));
  return [
    ...gone(remove.filter(isBlocking)),
    ...inOrder(tops.filter(({ path, type }) => type !== 'directory' || added.has(path))).map(
      ({ path }) => `p${path}`,
    ),
    ...put
      .filter(({ path, type }) => type === 'directory' && !added.has(path))
      .map((one) => rights(one.path, one.mode, one.owner)),
    ...gone(remove.filter((one) => !isBlocking(one))),
  ];
}

function backward({ put, remove }: Placing): readonly string[] {
  const come = put.filter(({ was }) => was === null);
  const went = [...remove, ...put.filter(({ was }) => was !== null)];
  const directories = went.filter((one) => !isLeaf(one));
  const shallowFirst = remove.filter((one) => !isLeaf(one)).sort((a, b) => depth(a.path) - depth(b.path));
  return [
    ...gone(come),
    ...shallowFirst.map(({ path }) => `n${path}`),
    ...inOrder(went.filter(isLeaf)).map(({ path }) => `p${path}`),
    ...directories.map(({ path, was }) => rights(path, ...rightsOf(was ?? ''))),
  ];
}

/** Files and links, then directories from the deepest up. */
function gone(entries: readonly Entry[]): readonly string[] {
  const directories = entries
    .filter((one) => !isLeaf(one) && !isRoot(one))
    .sort((a, b) => depth(b.path) - depth(a.path));
  return [
    ...inOrder(entries.filter(isLeaf)).map(({ path }) => `x${path}`),
    ...directories.map(({ path }) => `d${path}`),
  ];
}

function rights(path: string, mode = '0755', owner = 'root:root'): string {
  return `m${mode} ${owner} ${path}`;
}

/** `d MODE USER:GROUP`, as it was seen. */
function rightsOf(was: string): readonly [string | undefined, string | undefined] {
  const [, mode, owner] = was.split(' ');
  return [mode?.padStart(4, '0'), owner];
}

/** What is in one directory together: it is entered once. */
function inOrder<E extends Entry>(entries: readonly E[]): readonly E[] {
  return [...entries].sort((a, b) => {
    const [one, other] = [above(a.path), above(b.path)];
    if (one === other) return a.path < b.path ? -1 : 1;
    return one < other ? -1 : 1;
  });
}

function above(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
}

/** Whether the path or a directory above it is one of those. */
function within(path: string, those: ReadonlySet<string>): boolean {
  if (those.has(path) && path !== '.') return true;
  return path.includes('/') && within(above(path), those);
}

function depth(path: string): number {
  return path.split('/').length;
}

function sums(name: string, files: readonly TreePut[]): readonly List[] {
  return [
    [name, () => files.map(({ path, sha256 = '' }) => `${sha256}  ./${path}`)],
    [`${name}.paths`, () => files.map(({ path }) => `./${path}`)],
  ];
}

function sorted(entries: readonly Entry[]): readonly string[] {
  const keys = entries.map(({ path }) => [byteKey(path), path] as const);
  return keys.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, path]) => path);
}

function joined(words: readonly string[]): Uint8Array {
  return Buffer.concat(words.flatMap((word) => [nameBytes(word), Buffer.of(0)]));
}
