import type { Difference } from '../model/plan.ts';
import { without } from '../model/without.ts';
import { stateDifference, textDifference } from './difference.ts';
import { allKeys, stateFields, textsOf, type Field, type StateField, type Told } from './fields.ts';
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
export function mergeUnit(unit: Versions<Told>, options: Options): MergedUnit {
  const { base, local, remote } = unit;
  if (local !== undefined && remote !== undefined) return mergeBoth({ base, local, remote }, options);
  const side: Side = local === undefined ? 'remote' : 'local';
  const left = unit[side];
  if (left === undefined) return nowhere;
  if (base === undefined) return { local: left.unit, remote: left.unit, base: left.unit };
  return mergeDeleted({ base, left, side }, options);
}

const nowhere = { local: undefined, remote: undefined, base: undefined } as const;

interface Deleted {
  readonly base: Told;
  /** The unit on the side that still has it. */
  readonly left: Told;
  readonly side: Side;
}

function mergeDeleted({ base, left, side }: Deleted, options: Options): MergedUnit {
  const { name } = left.unit;
  const other: Side = side === 'local' ? 'remote' : 'local';
  const stays = { ...nowhere, [side]: left.unit };
  // Its package was removed there, which says nothing about here.
  if (!options.removable) return stays;
  const changed = changesOf(base, left);
  if (options.delete === true && (changed.length === 0 || options.prefer === other)) return nowhere;
  if (changed.length === 0)
    return { ...stays, base: base.unit, held: [{ name, field: 'unit', on: other, why: 'deleted' }] };
  if (options.prefer === side) return { local: left.unit, remote: left.unit, base: left.unit };
  const differences = [
    ...changed.map((difference) => ({ of: side, difference })),
    { of: other, difference: { field: 'unit', from: 'there', to: 'deleted' } },
  ];
  return { ...stays, base: base.unit, conflicts: [{ name, field: 'unit', differences }] };
}

/** What somebody has done to it: texts, and states that tell of a decision. */
function changesOf(base: Told, left: Told): readonly Difference[] {
  const [before, after] = [textsOf(base.unit), textsOf(left.unit)];
  const texts = allKeys(before, after).flatMap((field) =>
    textDifference(field, before.get(field), after.get(field)),
  );
  const states = stateFields.flatMap((field) => {
    const [from, to] = [base.said[field], left.said[field]];
    return from === undefined || to === undefined ? [] : stateDifference(field, from, to);
  });
  return [...texts, ...states];
}

interface Both extends Versions<Told> {
  readonly local: Told;
  readonly remote: Told;
}

interface Fields {
  readonly texts: ReadonlyMap<Field, MergedField<KeptFile>>;
  readonly states: ReadonlyMap<StateField, MergedField<string>>;
}

function mergeBoth(told: Both, options: MergeOptions): MergedUnit {
  const { base, local, remote } = told;
  const fields: Fields = {
    texts: mergeTexts({ base: base?.unit, local: local.unit, remote: remote.unit }, options),
    states: new Map(stateFields.map((field) => [field, mergeState(field, told, options)])),
  };
  const { name } = local.unit;
  const merged = [...fields.texts, ...fields.states] as readonly (readonly [Field, MergedField<unknown>])[];
  return {
    local: assemble(local.unit, 'local', fields),
    remote: assemble(remote.unit, 'remote', fields),
    base: assemble(base?.unit ?? remote.unit, 'base', fields),
    conflicts: merged.flatMap(([field, { conflict }]) =>
      conflict === undefined ? [] : [{ name, field, differences: conflict }],
    ),
    held: merged.flatMap(([field, { held }]) => (held === undefined ? [] : [{ name, field, ...held }])),
  };
}

function mergeTexts(unit: Versions<UnitSnapshot>, options: MergeOptions): Fields['texts'] {
  const [base, local, remote] = [textsOf(unit.base), textsOf(unit.local), textsOf(unit.remote)];
  const vague = (['local', 'remote'] as const).find((side) => unit[side]?.vague.includes('dropIns'));
  return new Map(
    allKeys(base, local, remote).map((field) => {
      const versions = { base: base.get(field), local: local.get(field), remote: remote.get(field) };
      const merged = mergeText(field, versions, options);
      // Beside a drop-in that is no plain file the others cannot be declared.
      const moves = merged.local !== versions.local || merged.remote !== versions.remote;
      if (vague === undefined || field === 'file' || !moves) return [field, merged];
      return [field, { ...versions, held: { on: vague, why: 'no text' } }];
    }),
  );
}

function assemble(
  unit: UnitSnapshot,
  part: keyof Versions<unknown>,
  { texts, states }: Fields,
): UnitSnapshot {
  const file = texts.get('file')?.[part];
  const dropIns = [...texts].flatMap(([field, { [part]: text }]) =>
    field === 'file' || text === undefined ? [] : [text],
  );
  const word = (field: StateField): string => states.get(field)?.[part] ?? unit[field];
  return {
    ...without(unit, 'file'),
    ...(file && { file }),
    dropIns,
    active: word('active'),
    enabled: word('enabled'),
  };
}
