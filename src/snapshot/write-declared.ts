import { lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import type { DeclaredFile } from './declare.ts';
import { stagedBy, whatLies } from './pulled-directory.ts';
import { isRunning } from './running.ts';

/** How a file of a pulled directory differs from what lies there; null stands for no file. */
export interface PulledChange {
  readonly path: string;
  readonly from: string | null;
  readonly to: string | null;
  /** Only its owner may read it, here or as it is to be. */
  readonly hidden: boolean;
}

/** What a pull changes in its directory; or why it must not write there. */
export type PulledChanges = { readonly changes: readonly PulledChange[] } | { readonly problem: string };

/** Holds the files of a pull against those that an earlier one left. Rejects with the system's error. */
export async function pulledChanges(
  directory: string,
  files: readonly DeclaredFile[],
): Promise<PulledChanges> {
  const before = await whatLies(directory);
  if ('problem' in before) return before;
  const wanted = new Map(files.map((file) => [file.path, file]));
  const changes: PulledChange[] = [];
  for (const path of [...new Set([...before.files, ...wanted.keys()])].sort()) {
    const from = before.files.includes(path) ? await readFile(join(directory, path), 'utf8') : null;
    const file = wanted.get(path);
    const wasHidden = from !== null && (await isHidden(join(directory, path)));
    const opens = file?.hidden === true && from !== null && !wasHidden;
    const to = file?.text ?? null;
    if (from !== to || opens) changes.push({ path, from, to, hidden: wasHidden || file?.hidden === true });
  }
  return { changes };
}

async function isHidden(path: string): Promise<boolean> {
  return ((await lstat(path)).mode & 0o077) === 0;
}

/**
 * Puts the files of a pull in a directory that is absent, empty or an earlier pull's. All are written beside their places
 * first, so that a pull which fails leaves what was there. Rejects with the system's error.
 */
export async function writeDeclared(directory: string, files: readonly DeclaredFile[]): Promise<void> {
  await mkdir(directory, { recursive: true });
  await sweep(directory);
  const staged = join(directory, `.pull-${process.pid}`);
  try {
    await stage(staged, files);
    await exchange(directory, staged);
  } finally {
    await rm(staged, { recursive: true, force: true });
  }
}

/** Pulls that were killed left what they had staged. */
async function sweep(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const pid = stagedBy(name);
    if (pid !== undefined && !isRunning(pid)) await rm(join(directory, name), { recursive: true });
  }
}

async function stage(staged: string, files: readonly DeclaredFile[]): Promise<void> {
  await mkdir(join(staged, 'new', 'units'), { recursive: true });
  for (const { path, text, hidden } of files) {
    const target = join(staged, 'new', path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text, { flag: 'wx', mode: hidden ? 0o600 : 0o644 });
  }
}

/** The playbook last: until it is there, the directory is the earlier pull's. */
async function exchange(directory: string, staged: string): Promise<void> {
  const [units, old] = [join(directory, 'units'), join(staged, 'old')];
  const had = (await readdir(directory)).includes('units');
  if (had) await rename(units, old);
  try {
    await rename(join(staged, 'new', 'units'), units);
    await rename(join(staged, 'new', 'playbook.yaml'), join(directory, 'playbook.yaml'));
  } catch (error) {
    if (had) {
      await rm(units, { recursive: true, force: true });
      await rename(old, units);
    }
    throw error;
  }
}
