import { resolve } from 'node:path';

import { readText } from '../load/text-file.ts';
import type { ReadHostList } from './select-hosts.ts';

/**
 * Reads the hosts that a file lists, one a line; blank lines and those that begin with `#` are passed over. Paths are
 * relative to `directory`.
 */
export function hostLists(directory: string): ReadHostList {
  return (file) => {
    const read = readText(resolve(directory, file));
    if ('reason' in read) return { message: `cannot read the list of hosts ${file}: ${read.reason}` };
    const lines = read.text.replace(/^\uFEFF/, '').split(/\r?\n/);
    return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  };
}
