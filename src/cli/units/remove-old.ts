import { listBackups, type BackedUp } from '../../snapshot/backups.ts';
import { removeBackups, superfluous } from '../../snapshot/prune.ts';
import { exitCodes } from '../exit-code.ts';
import type { Frame } from '../frame.ts';
import type { Flags } from '../options.ts';
import { shortPath } from './keep-backup.ts';

/** Removes old backups by --keep and --keep-days, none without them. Gives an exit code when it fails. */
export async function removeOld(
  directory: string,
  what: BackedUp,
  flags: Flags,
  frame: Frame,
): Promise<number | undefined> {
  const { keep, keepDays } = flags;
  const rules = { ...(keep !== undefined && { keep }), ...(keepDays !== undefined && { keepDays }) };
  try {
    const old = superfluous(await listBackups(directory, what), rules, frame.now().getTime());
    await removeBackups(old);
    for (const { path } of old) frame.err.write(`removed ${shortPath(path, frame)}\n`);
    return undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    frame.err.write(`error: old backups cannot be removed: ${(error as Error).message}\n`);
    return exitCodes.error;
  }
}
