import type { Difference } from '../model/plan.ts';
import { templateOf } from '../kinds/unit/name.ts';
import { allKeys, isText, unitsTold } from './fields.ts';
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
  readonly name: string;
  readonly field: string;
  /** What became of it on each side since they last agreed; when they never did, how it differs from local to remote. */
  readonly differences: readonly { readonly of: Side | 'both'; readonly difference: Difference }[];
}

/**
 * Something that does not move, without being a conflict: it was deleted on that side, and deletions were not asked for;
 * or it is missing there, and the other has no file to bring, or none that is a text, as a plan needs it.
 */
export interface Held {
  readonly name: string;
  readonly field: string;
  readonly on: Side;
  readonly why: 'deleted' | 'no file' | 'no text';
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
  const [was, here, there] = [unitsTold(base), unitsTold(local), unitsTold(remote)];
  const own = { local: filesOf(local.units), remote: filesOf(remote.units) };
  const merged = allKeys(was, here, there).map((name) => {
    const versions = { base: was.get(name), local: here.get(name), remote: there.get(name) };
    const removable = isMade(name, own.local) || isMade(name, own.remote);
    return mergeUnit(versions, { ...options, removable });
  });
  const units = withoutStrays(merged, { local: here, remote: there });
  const all = (part: 'base' | Side): readonly UnitSnapshot[] => units.flatMap((unit) => unit[part] ?? []);
  return {
    local: { ...local, units: all('local') },
    remote: { ...remote, units: all('remote') },
    base: { ...remote, units: all('base'), notes: [] },
    conflicts: units.flatMap(({ conflicts = [] }) => conflicts),
    held: units.flatMap(({ held = [] }) => held),
  };
}

function filesOf(units: readonly UnitSnapshot[]): ReadonlySet<string> {
  return new Set(units.flatMap(({ name, file }) => (file === undefined || !isText(file) ? [] : [name])));
}

/** Has it a file of an administrator's, or a template with one? What a package brought is neither moved nor removed. */
function isMade(name: string, files: ReadonlySet<string>): boolean {
  return files.has(name) || files.has(templateOf(name) ?? name);
}

/** A unit without a file cannot be brought to where nothing makes it. */
function withoutStrays(
  merged: readonly MergedUnit[],
  before: Readonly<Record<Side, ReadonlyMap<string, unknown>>>,
): readonly MergedUnit[] {
  const goals = {
    local: filesOf(merged.flatMap(({ local }) => local ?? [])),
    remote: filesOf(merged.flatMap(({ remote }) => remote ?? [])),
  };
  return merged.map((one) => {
    const stray = (['local', 'remote'] as const).find((side) => {
      const name = one[side]?.name;
      return name !== undefined && !before[side].has(name) && !isMade(name, goals[side]);
    });
    const unit = stray && one[stray];
    if (stray === undefined || unit === undefined) return one;
    const why = unit.file === undefined ? 'no file' : 'no text';
    return {
      ...one,
      [stray]: undefined,
      base: undefined,
      held: [{ name: unit.name, field: 'unit', on: stray, why }],
    };
  });
}
