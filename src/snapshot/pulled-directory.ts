import type { Dirent } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isDropInName, isKeepable } from './place.ts';
import { pulledMark } from './playbook-text.ts';

/** The files that an earlier pull left in a directory; or why a pull must not write there. */
export type Lying = { readonly files: readonly string[] } | { readonly problem: string };

/**
 * Looks at the directory that a pull is to write. Only what a pull wrote may be replaced by another: a playbook with its
 * mark, and beside it, in `units/`, nothing but unit files and drop-ins. Rejects with the system's error.
 */
export async function whatLies(directory: string): Promise<Lying> {
  const entries = await list(directory);
  if (typeof entries === 'string') return { problem: `${directory} ${entries}` };
  const names = entries.map(({ name }) => name).filter((name) => stagedBy(name) === undefined);
  if (names.length === 0) return { files: [] };
  if (
    !names.includes('playbook.yaml') ||
    (await pulledFrom(join(directory, 'playbook.yaml'))) === undefined
  ) {
    return { problem: `${directory} is not empty, and no pull wrote it; name another directory with --to` };
  }
  if (!names.includes('units')) return { files: ['playbook.yaml'] };
  const units = await filesBelow(join(directory, 'units'));
  if ('problem' in units) return units;
  return { files: ['playbook.yaml', ...units.files.map((path) => `units/${path}`)] };
}

/** The process that stages its files in a directory of this name; undefined for all other names. */
export function stagedBy(name: string): number | undefined {
  const pid = /^\.pull-(\d+)$/.exec(name)?.[1];
  return pid === undefined ? undefined : Number(pid);
}

/** The host that a playbook was pulled from; undefined where no pull wrote it. Rejects with the system's error. */
export async function pulledFrom(playbook: string): Promise<string | undefined> {
  if (!(await lstat(playbook)).isFile()) return undefined;
  const handle = await open(playbook, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(longestHead));
    const head = buffer.toString('utf8', 0, bytesRead);
    const [quoted] = /^"(?:[^"\\\n]|\\.)*"/.exec(head.slice(pulledMark.length)) ?? [];
    return head.startsWith(pulledMark) && quoted !== undefined ? (JSON.parse(quoted) as string) : undefined;
  } finally {
    await handle.close();
  }
}

/** More than a first line with the longest name of a host. */
const longestHead = 4096;

async function filesBelow(units: string): Promise<Lying> {
  const foreign = (path: string): Lying => ({
    problem: `${join(units, path)} was not written by a pull; move it elsewhere`,
  });
  const files: string[] = [];
  const entries = await list(units);
  if (typeof entries === 'string') return { problem: `${units} ${entries}` };
  for (const entry of entries) {
    const owner = entry.name.replace(/\.d$/, '');
    if (!isKeepable(owner)) return foreign(entry.name);
    if (entry.isFile() && owner === entry.name) files.push(entry.name);
    else if (!entry.isDirectory() || owner === entry.name) return foreign(entry.name);
    else {
      for (const drop of await readdir(join(units, entry.name), { withFileTypes: true })) {
        const path = `${entry.name}/${drop.name}`;
        if (!drop.isFile() || !isDropInName(drop.name)) return foreign(path);
        files.push(path);
      }
    }
  }
  return { files };
}

/** A directory's entries, none where there is none; or what else it is. */
async function list(directory: string): Promise<readonly Dirent[] | string> {
  try {
    if (!(await lstat(directory)).isDirectory()) return 'is not a directory';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return readdir(directory, { withFileTypes: true });
}
