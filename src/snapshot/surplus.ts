import type { DesiredUnit } from '../kinds/unit/desired.ts';
import { matchesUnit } from '../kinds/unit/glob.ts';
import { isTemplate } from '../kinds/unit/name.ts';
import type { Part } from './desired.ts';
import { unitsDirectory } from './place.ts';
import type { Snapshot, UnitSnapshot } from './snapshot.ts';

/** Why a unit goes that nobody named. */
const via = { why: 'the backup has no such unit', wayOut: 'leave `--prune` out' };

/**
 * What `now` has and `then` had not, as units that are to go: those of an administrator's that the patterns of `then`
 * would have caught. What a package brought stays; a mask on it goes.
 */
export function surplus(
  now: Snapshot,
  then: Snapshot,
  { only }: Pick<Part, 'only'> = {},
): readonly DesiredUnit[] {
  const before = new Set(then.units.map(({ name }) => name));
  const matches = (globs: readonly string[], name: string): boolean =>
    globs.some((glob) => matchesUnit(glob, name));
  return now.units
    .filter(({ name }) => !before.has(name) && matches(then.patterns, name))
    .filter(({ name }) => only === undefined || matches(only, name))
    .flatMap((unit): DesiredUnit[] => {
      const base = { type: 'unit', scope: 'system', name: unit.name, strict: false, via } as const;
      if (isMask(unit)) return [{ ...base, masked: false }];
      if (!isOwn(unit)) return [];
      return [{ ...base, absent: true, ...(isTemplate(unit.name) && { instances: [] }) }];
    });
}

function isMask({ name, links }: UnitSnapshot): boolean {
  return links.some(({ path, target }) => path === name && target === '/dev/null');
}

/** Its file is the administrator's, a link to a file elsewhere too, or that of the template that it is made from. */
function isOwn({ name, file, links, fragment }: UnitSnapshot): boolean {
  const isLinked = links.some(({ path }) => path === name);
  return file !== undefined || isLinked || fragment.startsWith(`${unitsDirectory}/`);
}
