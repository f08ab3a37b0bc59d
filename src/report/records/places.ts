import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The directory of a project's records. It ignores itself, so that no repository ever takes it in. */
export function recordsDir(root: string): string {
  return join(root, '.fleetwright');
}

export function runsDir(root: string): string {
  return join(recordsDir(root), 'runs');
}

/** A file a plan id, once it was applied. */
export function appliedDir(root: string): string {
  return join(recordsDir(root), 'applied');
}

/** Makes a directory of the records that only its owner can enter. Rejects with the system's error. */
export async function makePrivate(root: string, dir: string): Promise<void> {
  const first = await mkdir(dir, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  const ignore = join(recordsDir(root), '.gitignore');
  await writeFile(ignore, '*\n', { flag: 'wx', mode: 0o600 }).catch(leaveExisting);
}

function leaveExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
