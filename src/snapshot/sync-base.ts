import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { matchesUnit } from '../kinds/unit/glob.ts';
import { readSnapshot, type Read } from './read.ts';
import type { Snapshot, UnitSnapshot } from './snapshot.ts';
import { writeSnapshot } from './write.ts';

/**
 * What two hosts last agreed on, of which a directory keeps the newest as a snapshot; undefined when they never did.
 * Rejects with the system's error.
 */
export async function readBase(directory: string): Promise<Read | undefined> {
  const newest = (await basesIn(directory)).at(-1);
  return newest === undefined ? undefined : readSnapshot(join(directory, newest));
}

/** Puts another in its place: until it is whole, the older one holds. One at a time. Rejects with the system's error. */
export async function writeBase(directory: string, base: Snapshot): Promise<void> {
  const older = await basesIn(directory);
  const staged = join(directory, 'new');
  await rm(staged, { recursive: true, force: true });
  await writeSnapshot(staged, base);
  await rename(staged, join(directory, `base-${numberOf(older.at(-1)) + 1}`));
  for (const name of older) await rm(join(directory, name), { recursive: true });
}

/** A base cut down to the units that this merge is about, and those that it is not. */
export function splitBase(
  base: Snapshot,
  patterns: readonly string[],
): { readonly about: Snapshot; readonly others: readonly UnitSnapshot[] } {
  const isAbout = ({ name }: UnitSnapshot): boolean => patterns.some((one) => matchesUnit(one, name));
  return {
    about: { ...base, units: base.units.filter(isAbout) },
    others: base.units.filter((unit) => !isAbout(unit)),
  };
}

/** A merge's base together with the units that it was not about. */
export function joinBase(base: Snapshot, others: readonly UnitSnapshot[]): Snapshot {
  const units = [...base.units, ...others].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { ...base, units };
}

async function basesIn(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory).catch(none);
  return names.filter((name) => /^base-\d+$/.test(name)).sort((a, b) => numberOf(a) - numberOf(b));
}

function numberOf(name = 'base-0'): number {
  return Number(name.slice('base-'.length));
}

function none(error: NodeJS.ErrnoException): never[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
