import type { DesiredUnit, Via } from '../kinds/unit/desired.ts';
import { isTemplate } from '../kinds/unit/name.ts';
import { desiredOf } from './desired.ts';
import { unitDifferences } from './difference.ts';
import { sameText, allKeys, textsOf } from './fields.ts';
import type { Snapshot, UnitSnapshot } from './snapshot.ts';

/**
 * What a merge asks of one side: the units that are to be other than they are, and those that are to go. `other` is the
 * host that has them so.
 */
export function movesOf(side: Snapshot, goal: Snapshot, other: string): readonly DesiredUnit[] {
  const before = byName(side);
  const after = byName(goal);
  const changed = desiredOf(goal).units.filter(({ name }) => differs(before.get(name), after.get(name)));
  const gone = side.units.filter(({ name }) => !after.has(name));
  return [
    ...changed.map((unit) => ({ ...unit, via: via(`it is so on ${other}`) })),
    ...gone.map(({ name }) => absent(name, via(`it is gone from ${other}`))),
  ];
}

/** Nobody named the unit: so it is guarded like one that a pattern catches. */
function via(why: string): Via {
  return { why, wayOut: 'leave it out with --match' };
}

function absent(name: string, why: Via): DesiredUnit {
  const base = { type: 'unit', scope: 'system', name, strict: false, absent: true, via: why } as const;
  // Of a template that goes no instance is left.
  return isTemplate(name) ? { ...base, instances: [] } : base;
}

function differs(before: UnitSnapshot | undefined, after: UnitSnapshot | undefined): boolean {
  return unitDifferences(before, after).some(({ field }) => !field.endsWith(' mode and owner'));
}

/** Whether the texts of these units are still what they were at another look. */
export function sameTexts(now: Snapshot, then: Snapshot, names: readonly string[]): boolean {
  const [after, before] = [byName(now), byName(then)];
  return names.every((name) => {
    const [one, other] = [textsOf(after.get(name)), textsOf(before.get(name))];
    return allKeys(one, other).every((field) => sameText(one.get(field), other.get(field)));
  });
}

function byName({ units }: Snapshot): ReadonlyMap<string, UnitSnapshot> {
  return new Map(units.map((unit) => [unit.name, unit]));
}
