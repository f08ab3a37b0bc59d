import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import process from 'node:process';
import { isRunning } from './running.ts';

/** Something only one process at a time may do; or the number of the one that does it. */
export type Lock = { readonly release: () => Promise<void> } | { readonly holder: number };

/**
 * Takes a lock by a file with this process's number in it. A lock whose process is gone is taken over. Rejects with the
 * system's error.
 */
export async function holdLock(file: string): Promise<Lock> {
  const own = `${file}.${process.pid}`;
  await writeFile(own, `${process.pid}\n`, { mode: 0o600 });
  try {
    // A link, because it comes with the number in it.
    while (!(await link(own, file).then(() => true, isInTheWay))) {
      const found = await readFile(file, 'utf8').catch(nothing);
      if (found !== undefined && isRunning(Number(found))) return { holder: Number(found) };
      if (found !== undefined) await takeAway(file, found);
    }
    return { release: () => rm(file, { force: true }) };
  } finally {
    await rm(own, { force: true });
  }
}

/** Takes a dead process's lock away; one that somebody else has made in its place meanwhile is put back. */
async function takeAway(file: string, dead: string): Promise<void> {
  const aside = `${file}.${process.pid}.dead`;
  await rename(file, aside).catch(nothing);
  const taken = await readFile(aside, 'utf8').catch(nothing);
  if (taken !== undefined && taken !== dead) await link(aside, file).catch(isInTheWay);
  await rm(aside, { force: true });
}

function isInTheWay(error: NodeJS.ErrnoException): false {
  if (error.code !== 'EEXIST') throw error;
  return false;
}

function nothing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
