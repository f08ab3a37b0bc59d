import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import process from 'node:process';
import { isRunning } from './running.ts';

/** Something only one process at a time may do; or the number of the one that does it. */
export type Held = { readonly release: () => Promise<void> } | { readonly holder: number };

/**
 * Takes a lock by a file with this process's number in it. A lock whose process is gone is taken over. Rejects with the
 * system's error.
 */
export async function holdLock(file: string): Promise<Held> {
  const own = `${process.pid}\n`;
  for (;;) {
    try {
      await writeFile(file, own, { flag: 'wx', mode: 0o600 });
      return { release: () => rm(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const found = await readFile(file, 'utf8').catch(gone);
    if (found === undefined) continue;
    const holder = Number(found);
    // An empty one is about to get its number.
    if (found === '' || isRunning(holder)) return { holder };
    await takeAway(file, found);
  }
}

/** Takes a dead process's lock away; one that somebody else has made in its place meanwhile is put back. */
async function takeAway(file: string, dead: string): Promise<void> {
  const aside = `${file}.${process.pid}`;
  const moved = await rename(file, aside).then(() => true, missing);
  if (!moved) return;
  if ((await readFile(aside, 'utf8')) !== dead) await link(aside, file).catch(missing);
  await rm(aside);
}

function gone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

function missing(error: NodeJS.ErrnoException): false {
  if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  return false;
}
