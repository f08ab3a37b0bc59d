import { rm } from 'node:fs/promises';

import type { Backup } from './backups.ts';

/** Which backups stay: the newest so many, or those that are not older than so many days; whichever rule keeps more. */
export interface Keeping {
  readonly keep?: number;
  readonly keepDays?: number;
}

const day = 86_400_000;

/**
 * The backups, the newest first → those that may go. Never a host's last whole one, whatever the rules say; never one
 * that we did not make; and no unfinished one that is newer than the whole ones, which somebody may be writing.
 */
export function superfluous(
  backups: readonly Backup[],
  { keep, keepDays }: Keeping,
  now: number,
): readonly Backup[] {
  if (keep === undefined && keepDays === undefined) return [];
  const own = backups.filter(({ ours }) => ours);
  const whole = own.filter((one) => one.whole.length > 0);
  const newest = new Set(whole.slice(0, keep ?? 0));
  const isYoung = ({ time }: Backup): boolean => keepDays !== undefined && now - time <= keepDays * day;
  const last = lastOfEachHost(whole);
  const isBegun = (one: Backup): boolean =>
    one.whole.length === 0 && (whole[0] === undefined || one.time >= whole[0].time);
  return own.filter((one) => !newest.has(one) && !isYoung(one) && !last.has(one) && !isBegun(one));
}

function lastOfEachHost(whole: readonly Backup[]): ReadonlySet<Backup> {
  const last = new Map<string, Backup>();
  for (const one of whole) for (const host of one.whole) if (!last.has(host)) last.set(host, one);
  return new Set(last.values());
}

/** Takes backups away. Rejects with the system's error. */
export async function removeBackups(backups: readonly Backup[]): Promise<void> {
  for (const { path } of backups) await rm(path, { recursive: true, force: true });
}
