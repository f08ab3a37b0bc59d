import { lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import type { DeclaredFile } from './declare.ts';
import { stagedBy, whatLies } from './pulled-directory.ts';
import { isRunning } from './running.ts';

/** What came of writing: whether a byte changed; or why nothing did. */
export type WrittenDeclared = { readonly changed: boolean } | { readonly problem: string };

/**
 * Puts the files of a pull in a directory that is absent, empty or an earlier pull's. All are written beside their places
 * first, so that a pull which fails leaves what was there; where nothing differs, nothing is touched. Rejects with the
 * system's error.
 */
export async function writeDeclared(
  directory: string,
  files: readonly DeclaredFile[],
): Promise<WrittenDeclared> {
  const before = await whatLies(directory);
  if ('problem' in before) return before;
  if (await isSame(directory, files, before.files)) return { changed: false };
  await mkdir(directory, { recursive: true });
  await sweep(directory);
  const staged = join(directory, `.pull-${process.pid}`);
  try {
    await stage(staged, files);
    await exchange(directory, staged);
    return { changed: true };
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

async function isSame(
  directory: string,
  files: readonly DeclaredFile[],
  present: readonly string[],
): Promise<boolean> {
  if (files.length !== present.length || files.some(({ path }) => !present.includes(path))) return false;
  for (const { path, text, hidden } of files) {
    const [bytes, { mode }] = await Promise.all([
      readFile(join(directory, path)),
      lstat(join(directory, path)),
    ]);
    if (!bytes.equals(Buffer.from(text)) || (hidden && (mode & 0o077) !== 0)) return false;
  }
  return true;
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
