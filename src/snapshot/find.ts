import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { backupTime, hostDirectory } from './backups.ts';
import { isKeepable } from './place.ts';
import { printable } from '../model/printable.ts';

/**
 * The directory of one host's backup that a person means by a path: that very directory, or a `systemd-…` directory that
 * holds one host's, or one of the name of the host that it is for (empty where none is meant). A string in `problem` ends a sentence that begins with
 * the path.
 */
export async function findSnapshot(
  path: string,
  host: string,
): Promise<{ readonly directory: string } | { readonly problem: string }> {
  let entries;
  try {
    entries = await readdir(path, { withFileTypes: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === 'ENOENT') return { problem: 'there is no such directory' };
    return { problem: code === 'ENOTDIR' ? 'it is no directory' : message };
  }
  const isBackup = ({ name }: { readonly name: string }): boolean =>
    name === 'manifest.json' || isKeepable(name.replace(/\.state$/, ''));
  if (entries.some((entry) => entry.isFile() && isBackup(entry))) return { directory: path };
  if (entries.some(({ name }) => name === 'playbook.yaml'))
    return { problem: 'it is no backup; its playbook.yaml is for `fleetwright apply`' };
  const inner = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  const newest = inner.filter((name) => backupTime(name) !== undefined).at(-1);
  if (newest !== undefined) return { problem: `it holds backups; name one of them, such as ${newest}` };
  const own =
    inner.find((name) => name === hostDirectory(host)) ?? (inner.length === 1 ? inner[0] : undefined);
  if (own !== undefined) return { directory: join(path, own) };
  if (inner.length === 0) return { problem: 'it is empty' };
  const names = inner.slice(0, 5).map(printable).join(', ');
  const what = host === '' ? 'the backups of several hosts' : `no backup of ${printable(host)}`;
  return { problem: `it holds ${what}; there are ${names}: name the directory of one` };
}
