import { createHash } from 'node:crypto';
import { byteKey, nameBytes } from '../../model/byte-name.ts';
import type { Probe } from '../../model/probe.ts';
import type { DesiredTree, Wanted } from './desired.ts';
import { treeKey } from './name.ts';

/** One look for each tree. What is wanted goes along, so that only what can be equal is read there, and only what differs told. */
export function probe(desired: readonly DesiredTree[]): readonly Probe[] {
  return desired.map((tree) => ({
    libraries: ['tree-way', 'tree-exchange', 'tree'],
    function: 'look_tree',
    args: [
      ...[treeKey(tree.path), tree.path, tree.owner ?? '', tree.restarts.join(' '), tree.pruned.join(' ')],
      ...(known.get(tree) ?? wantedWords(tree)),
    ],
  }));
}

/** Hosts share trees, and the words for thousands of files are long. */
const known = new WeakMap<DesiredTree, readonly string[]>();

function wantedWords(tree: DesiredTree): readonly string[] {
  const words = [tree.delete === 'all' ? 'yes' : 'no', ...digests(tree), filesWord(tree)];
  known.set(tree, words);
  return words;
}

/** SHA-256 of what `tree_same` prints of rights and of contents when all is as it is to be. */
function digests({ entries, owner }: DesiredTree): readonly [string, string] {
  if (entries.size === 0) return ['', ''];
  const [rights, contents] = [createHash('sha256'), createHash('sha256')];
  const whose = owner === undefined ? '' : `${owner} `;
  for (const [, { path, type, mode = '0', size, sha256 = '', target = '' }] of inByteOrder(
    entries.values(),
    ({ path }) => path,
  )) {
    const bits = Number.parseInt(mode, 8).toString(8);
    const name = nameBytes(`./${path}\0`);
    if (type === 'link')
      rights
        .update(`l ${whose}`)
        .update(name)
        .update(nameBytes(`${target}\0`));
    else
      rights
        .update(
          `${type === 'file' ? `f ${bits} ${whose}${size}` : `d ${bits}${whose && ` ${owner ?? ''}`}`} `,
        )
        .update(name);
    if (type === 'file') contents.update(`${sha256}  `).update(name);
  }
  return [rights.digest('hex'), contents.digest('hex')];
}

/** `SHA256 SIZE ./FILE`, NUL after each, in the order in which sort(1) has `SIZE ./FILE`. */
function filesWord({ entries }: DesiredTree): string {
  const files = [...entries.values()].filter(({ type }) => type === 'file');
  return inByteOrder(files, ({ path, size }) => `${size} ./${path}`)
    .map(([, { path, size, sha256 = '' }]) => `${sha256.slice(0, 16)} ${size} ./${forPrintf(path)}\\0000`)
    .join('');
}

/** As sort(1) has them in the C locale; the root of a tree comes first. */
function inByteOrder(
  entries: Iterable<Wanted>,
  text: (entry: Wanted) => string,
): readonly (readonly [string, Wanted])[] {
  const keyed = [...entries].map((entry) => [entry.path === '.' ? '' : byteKey(text(entry)), entry] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** A name for printf's `%b`: any byte but plain ASCII is written in octal (POSIX, printf). */
export function forPrintf(name: string): string {
  if (/^[ !-[\]-~]*$/.test(name)) return name;
  let word = '';
  for (const byte of nameBytes(name)) {
    word +=
      byte < 0x20 || byte > 0x7e || byte === 0x5c
        ? `\\0${byte.toString(8).padStart(3, '0')}`
        : String.fromCharCode(byte);
  }
  return word;
}
