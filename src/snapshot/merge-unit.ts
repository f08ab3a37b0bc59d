import type { Difference } from '../model/plan.ts';
import { stateDifference, textDifference } from './difference.ts';
import { allKeys, stateFields, stateOf, textsOf, type Field, type StateField } from './fields.ts';
import type { Conflict, Held, MergeOptions, Side } from './merge.ts';
import { mergeState, mergeText, type MergedField, type Versions } from './merge-field.ts';
import type { KeptFile, UnitSnapshot } from './snapshot.ts';

/** One unit's part of a merge: what it is to be on each side, and in the next base. Undefined where it is not to be. */
export interface MergedUnit extends Versions<UnitSnapshot> {
  readonly conflicts?: readonly Conflict[];
  readonly held?: readonly Held[];
}

interface Options extends MergeOptions {
  /** An administrator's file makes the unit, so that it can be brought and removed. */
  readonly removable: boolean;
}

/** Merges one unit of which at least one version is there. */
export function mergeUnit(unit: Versions<UnitSnapshot>, options: Options): MergedUnit {
  const { base, local, remote } = unit;
  if (local !== undefined && remote !== undefined) return mergeBoth({ base, local, remote }, options);
  const side: Side = local === undefined ? 'remote' : 'local';
  const left = unit[side];
  if (left === undefined) return { local: undefined, remote: undefined, base: undefined };
  if (base === undefined) return { local: left, remote: left, base: left };
  return mergeDeleted({ base, left, side }, options);
}

interface Deleted {
  readonly base: UnitSnapshot;
  /** The unit on the side that still has it. */
  readonly left: UnitSnapshot;
  readonly side: Side;
}

function mergeDeleted({ base, left, side }: Deleted, options: Options): MergedUnit {
  const { scope, name } = left;
  const other: Side = side === 'local' ? 'remote' : 'local';
  const nowhere = { local: undefined, remote: undefined, base: undefined };
  const stays = { ...nowhere, [side]: left };
  // Its package was removed there, which says nothing about here.
  if (!options.removable) return stays;
  const changed = changesOf(base, left);
  if (options.delete === true && (changed.length === 0 || options.prefer === other)) return nowhere;
  if (changed.length > 0 && options.prefer === side) return { local: left, remote: left, base: left };
  if (changed.length === 0)
    return { ...stays, base, held: [{ scope, name, field: 'unit', on: other, why: 'deleted' }] };
  const differences = [
    ...changed.map((difference) => ({ of: side, difference })),
    { of: other, difference: { field: 'unit', from: 'there', to: 'deleted' } },
  ];
  return { ...stays, base, conflicts: [{ scope, name, field: 'unit', differences }] };
}

/** What somebody has done to it: texts, and states that tell of a decision. */
function changesOf(base: UnitSnapshot, unit: UnitSnapshot): readonly Difference[] {
  const [before, after] = [textsOf(base), textsOf(unit)];
  const texts = allKeys(before, after).flatMap((field) =>
    textDifference(field, before.get(field), after.get(field)),
  );
  const states = stateFields.flatMap((field) => {
    const [from, to] = [stateOf(base, field), stateOf(unit, field)];
    return from === undefined || to === undefined ? [] : stateDifference(field, from, to);
  });
  return [...texts, ...states];
}

interface Both extends Versions<UnitSnapshot> {
  readonly local: UnitSnapshot;
  readonly remote: UnitSnapshot;
}

interface Fields {
  readonly texts: ReadonlyMap<Field, MergedField<KeptFile>>;
  readonly states: ReadonlyMap<StateField, MergedField<string>>;
}

function mergeBoth(unit: Both, options: MergeOptions): MergedUnit {
  const fields: Fields = {
    texts: mergeTexts(unit, options),
    states: new Map(stateFields.map((field) => [field, mergeState(field, unit, options)])),
  };
  const { scope, name } = unit.local;
  const merged = [...fields.texts, ...fields.states] as readonly (readonly [Field, MergedField<unknown>])[];
  return {
    local: assemble(unit.local, 'local', fields),
    remote: assemble(unit.remote, 'remote', fields),
    base: assemble(unit.base ?? unit.remote, 'base', fields),
    conflicts: merged.flatMap(([field, { conflict }]) =>
      conflict === undefined ? [] : [{ scope, name, field, differences: conflict }],
    ),
    held: merged.flatMap(([field, { deletedOn }]) =>
      deletedOn === undefined ? [] : [{ scope, name, field, on: deletedOn, why: 'deleted' as const }],
    ),
  };
}

function mergeTexts(unit: Both, options: MergeOptions): Fields['texts'] {
  const [base, local, remote] = [textsOf(unit.base), textsOf(unit.local), textsOf(unit.remote)];
  return new Map(
    allKeys(base, local, remote).map((field) => {
      const versions = { base: base.get(field), local: local.get(field), remote: remote.get(field) };
      return [field, mergeText(field, versions, options)];
    }),
  );
}

function assemble(
  { file: _, ...unit }: UnitSnapshot,
  part: keyof Versions<unknown>,
  { texts, states }: Fields,
): UnitSnapshot {
  const file = texts.get('file')?.[part];
  const dropIns = [...texts].flatMap(([field, { [part]: text }]) =>
    field === 'file' || text === undefined ? [] : [text],
  );
  const word = (field: StateField): string => states.get(field)?.[part] ?? unit[field];
  return { ...unit, ...(file && { file }), dropIns, active: word('active'), enabled: word('enabled') };
}
