import { join } from 'node:path';

import { printable } from '../model/printable.ts';
import { makePrivate, recordsDir } from '../report/records/places.ts';
import { projectRoot } from '../report/records/project-root.ts';
import { hostDirectory } from '../snapshot/backups.ts';
import { holdLock } from '../snapshot/hold-lock.ts';
import { isRehearsal } from './approval.ts';
import { exitCodes } from './exit-code.ts';
import type { Frame } from './frame.ts';
import type { Flags } from './options.ts';

/** Why something could not be read or written, as a sentence. */
export interface Problem {
  readonly problem: string;
}

/** Where what two hosts last agreed on is kept; `name` is made for directories. */
export function syncDirectory(name: string, { cwd }: Pick<Frame, 'cwd'>): string {
  return join(recordsDir(projectRoot(cwd)), 'sync', name);
}

/** What came of reading or writing the state of the last sync, or why that failed. */
export async function onDisk<T>(work: Promise<T>): Promise<T | Problem> {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return { problem: `the state of the last sync cannot be kept: ${(error as Error).message}` };
  }
}

/** Where a pair's state is kept, and what its other half is called. */
interface Place {
  readonly directory: string;
  readonly word: string;
}

/** Makes that directory its holder's alone, until it is released; a problem says who has it. */
async function lockSync(
  { directory, word }: Place,
  { cwd }: Pick<Frame, 'cwd'>,
): Promise<{ readonly release: () => Promise<void> } | Problem> {
  const lock = await onDisk(
    makePrivate(projectRoot(cwd), directory).then(() => holdLock(join(directory, 'lock'))),
  );
  if (!('holder' in lock)) return lock;
  return { problem: `another sync with ${word} is at work, process ${lock.holder}` };
}

/**
 * Keeps something for the next sync with a host, in that pair's directory and under its lock. Why it cannot be is told, and
 * is no failure: the next sync goes by what was agreed on before.
 */
export async function keepForSync(
  host: string,
  keep: (directory: string) => Promise<string | undefined>,
  frame: Frame,
): Promise<void> {
  const directory = syncDirectory(hostDirectory(host), frame);
  const lock = await lockSync({ directory, word: host }, frame);
  const why = 'problem' in lock ? lock.problem : await keep(directory).finally(lock.release);
  if (why !== undefined) frame.err.write(`${printable(`${host}: the next sync goes without it: ${why}`)}\n`);
}

/** One sync of a pair at a time, which may write that directory; a rehearsal changes nothing there, and waits for nobody. */
export async function withSyncLock(
  place: Place,
  work: () => Promise<number>,
  flags: Flags,
  frame: Frame,
): Promise<number> {
  if (isRehearsal(flags)) return work();
  const lock = await lockSync(place, frame);
  if ('problem' in lock) return fail(lock.problem, frame);
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

function fail(why: string, frame: Frame): number {
  frame.err.write(`error: ${why}\n`);
  return exitCodes.error;
}
