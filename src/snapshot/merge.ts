import type { Difference } from '../model/plan.ts';
import type { Scope } from '../model/step.ts';
import { templateOf } from '../kinds/unit/name.ts';
import { allKeys, keyOf, unitsByKey } from './fields.ts';
import { mergeUnit, type MergedUnit } from './merge-unit.ts';
import type { Snapshot, UnitSnapshot } from './snapshot.ts';

export type Side = 'local' | 'remote';

/** Two hosts' units, and what they were when both last agreed; without that, nothing is known of who changed what. */
export interface Sides {
  readonly base: Snapshot | undefined;
  readonly local: Snapshot;
  readonly remote: Snapshot;
}

export interface MergeOptions {
  /** Who wins where both changed the same. */
  readonly prefer?: Side;
  /** What one side deleted goes on the other too. */
  readonly delete?: boolean;
}

/** Something that both sides changed, each in its way; or one changed and the other deleted. Both are left as they are. */
export interface Conflict {
  readonly scope: Scope;
  readonly name: string;
  readonly field: string;
  /** What became of it on each side since they last agreed; when they never did, how it differs from local to remote. */
  readonly differences: readonly { readonly of: Side | 'both'; readonly difference: Difference }[];
}

/** Something that does not move, without being a conflict. */
export interface Held {
  readonly scope: Scope;
  readonly name: string;
  readonly field: string;
  /** It was deleted on this side, and deletions were not asked for; or it is missing there, and there is no file to bring. */
  readonly on: Side;
  readonly why: 'deleted' | 'no file';
}

/** What both sides are to be. A unit that a side has and its goal has not is to go there. */
export interface Merged {
  readonly local: Snapshot;
  readonly remote: Snapshot;
  /** What both agree on once that is so: the base of the next merge. What is in conflict stays in it as it was. */
  readonly base: Snapshot;
  readonly conflicts: readonly Conflict[];
  readonly held: readonly Held[];
}

/**
 * Merges three ways, unit by unit and within a unit by file, drop-in and state: what one side changed since the base
 * moves to the other, what both changed alike is settled, what both changed differently is a conflict. Clocks are never
 * asked. A pure function; a merge of what it gave finds nothing to move.
 */
export function merge({ base, local, remote }: Sides, options: MergeOptions = {}): Merged {
  const [was, here, there] = [unitsByKey(base), unitsByKey(local), unitsByKey(remote)];
  const merged = allKeys(was, here, there).map((key) => {
    const versions = { base: was.get(key), local: here.get(key), remote: there.get(key) };
    return mergeUnit(versions, { ...options, removable: isMade(versions.local ?? versions.remote, here, there) });
  });
  const units = withoutStrays(merged, { local: here, remote: there });
  const all = (part: 'base' | Side): readonly UnitSnapshot[] =>
    units.flatMap((unit) => unit[part] ?? []).sort(byScopeAndName);
  return {
    local: { ...local, units: all('local') },
    remote: { ...remote, units: all('remote') },
    base: { host: remote.host, taken: remote.taken, units: all('base') },
    conflicts: units.flatMap(({ conflicts = [] }) => conflicts),
    held: units.flatMap(({ held = [] }) => held),
  };
}

type Units = ReadonlyMap<string, UnitSnapshot>;

/** Has it a file of an administrator's, or a template with one? What a package brought is neither moved nor removed. */
function isMade(unit: UnitSnapshot | undefined, ...places: readonly Units[]): boolean {
  if (unit === undefined) return false;
  const template = keyOf({ scope: unit.scope, name: templateOf(unit.name) ?? unit.name });
  return unit.file !== undefined || places.some((units) => units.get(template)?.file !== undefined);
}

/** A unit without a file cannot be brought to where nothing makes it. */
function withoutStrays(
  merged: readonly MergedUnit[],
  before: Readonly<Record<Side, Units>>,
): readonly MergedUnit[] {
  const goals = {
    local: new Map(merged.flatMap(({ local }) => (local === undefined ? [] : [[keyOf(local), local]]))),
    remote: new Map(merged.flatMap(({ remote }) => (remote === undefined ? [] : [[keyOf(remote), remote]]))),
  };
  return merged.map((one) => {
    for (const side of ['local', 'remote'] as const) {
      const unit = one[side];
      if (unit === undefined || before[side].has(keyOf(unit)) || isMade(unit, goals[side])) continue;
      const { scope, name } = unit;
      const held: readonly Held[] = [{ scope, name, field: 'unit', on: side, why: 'no file' }];
      return { ...one, [side]: undefined, base: undefined, held };
    }
    return one;
  });
}

function byScopeAndName(a: UnitSnapshot, b: UnitSnapshot): number {
  if (a.scope !== b.scope) return a.scope < b.scope ? -1 : 1;
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
