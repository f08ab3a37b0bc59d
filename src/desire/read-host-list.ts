import { readText } from '../load/text-file.ts';
import type { ReadHostList } from './select-hosts.ts';

/** The hosts that a file lists, one a line; blank lines and those that begin with `#` are passed over. */
export const readHostList: ReadHostList = (file) => {
  const read = readText(file);
  if ('reason' in read) return { message: `cannot read the list of hosts ${file}: ${read.reason}` };
  const lines = read.text.replace(/^\uFEFF/, '').split(/\r?\n/);
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
};
