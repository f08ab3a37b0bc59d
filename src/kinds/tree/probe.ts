import { byteKey, nameBytes } from '../../model/byte-name.ts';
import type { Probe } from '../../model/probe.ts';
import type { DesiredTree, Wanted } from './desired.ts';
import { treeKey } from './name.ts';

/** One look for each tree. The sizes and hashes of what is wanted go along: only what can be equal is read there. */
export function probe(desired: readonly DesiredTree[]): readonly Probe[] {
  return desired.map((tree) => ({
    libraries: ['tree-way', 'tree'],
    function: 'look_tree',
    args: [
      treeKey(tree.path),
      tree.path,
      tree.owner ?? '',
      tree.restarts.join(' '),
      tree.pruned.join(' '),
      ...fileWords(tree),
    ],
  }));
}

/** `SHA256 SIZE ./FILE` in the order in which sort(1) has `SIZE ./FILE`. */
function fileWords({ entries }: DesiredTree): readonly string[] {
  const files = [...entries.values()].filter(({ type }) => type === 'file');
  return files
    .map((file) => [`${file.size} ./${byteKey(file.path)}`, file] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, file]) => fileWord(file));
}

function fileWord({ sha256 = '', size, path }: Wanted): string {
  return `${sha256.slice(0, 16)} ${size} ./${forPrintf(path)}`;
}

/** A name for printf's `%b`: any byte but plain ASCII is written in octal (POSIX, printf). */
export function forPrintf(name: string): string {
  let word = '';
  for (const byte of nameBytes(name)) {
    word +=
      byte < 0x20 || byte > 0x7e || byte === 0x5c
        ? `\\0${byte.toString(8).padStart(3, '0')}`
        : String.fromCharCode(byte);
  }
  return word;
}
