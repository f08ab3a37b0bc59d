import type { Difference } from '../model/plan.ts';
import { stateDifference, textDifference } from './difference.ts';
import { isText, sameText, type Field, type StateField, type Told } from './fields.ts';
import type { Conflict, Held, MergeOptions, Side } from './merge.ts';
import type { KeptFile } from './snapshot.ts';

/** Something as it was when both sides agreed, and as it is on each; undefined where it is not there. */
export interface Versions<What> {
  readonly base: What | undefined;
  readonly local: What | undefined;
  readonly remote: What | undefined;
}

/** What one field of a unit comes to on each side and in the next base. */
export interface MergedField<What> extends Versions<What> {
  readonly conflict?: Conflict['differences'];
  readonly held?: Pick<Held, 'on' | 'why'>;
}

/** Merges a file or a drop-in of a unit that both sides have. */
export function mergeText(
  field: Field,
  versions: Versions<KeptFile>,
  { prefer, delete: deletes }: MergeOptions,
): MergedField<KeptFile> {
  const { base, local, remote } = versions;
  if (sameText(local, remote)) return { local, remote, base: local };
  const changed = changedSide(sameText(base, remote), sameText(base, local));
  const winner = changed ?? prefer;
  const value = winner && versions[winner];
  if (winner !== undefined && value !== undefined && !isText(value))
    return { ...versions, held: { on: winner, why: 'no text' } };
  if (winner !== undefined && (value !== undefined || deletes === true))
    return { local: value, remote: value, base: value };
  if (changed !== undefined) return { ...versions, held: { on: changed, why: 'deleted' } };
  const differ = (from: KeptFile | undefined, to: KeptFile | undefined): readonly Difference[] =>
    textDifference(field, from, to);
  return { ...versions, conflict: conflictOf(versions, differ) };
}

/** Merges a state of a unit that both sides have. Where a side's word tells of no decision, the last one holds. */
export function mergeState(
  field: StateField,
  unit: Versions<Told>,
  { prefer }: MergeOptions,
): MergedField<string> {
  const own = { local: unit.local?.unit[field], remote: unit.remote?.unit[field] };
  const said = { local: unit.local?.said[field], remote: unit.remote?.said[field] };
  if (unit.base === undefined && (said.local === undefined || said.remote === undefined))
    return { ...own, base: said.local ?? said.remote ?? own.remote };
  const base = unit.base?.said[field];
  const words = { base, local: said.local ?? base, remote: said.remote ?? base };
  if (words.local === words.remote) return { ...own, base: words.local ?? own.remote };
  const winner = changedSide(words.remote === base, words.local === base) ?? prefer;
  if (winner === undefined) {
    const differ = (from: string | undefined, to: string | undefined): readonly Difference[] =>
      stateDifference(field, from, to);
    return { ...own, base: base ?? '', conflict: conflictOf(words, differ) };
  }
  const word = words[winner];
  return { local: word, remote: word, base: word };
}

/** The one side that is not what it was; undefined when both have changed, or it is not known. */
function changedSide(remoteAsBase: boolean, localAsBase: boolean): Side | undefined {
  if (remoteAsBase) return 'local';
  return localAsBase ? 'remote' : undefined;
}

/** What each side made of what they had agreed on; if they never did, how the one differs from the other. */
function conflictOf<What>(
  { base, local, remote }: Versions<What>,
  differ: (from: What | undefined, to: What | undefined) => readonly Difference[],
): Conflict['differences'] {
  const tell = (of: Side | 'both', differences: readonly Difference[]): Conflict['differences'] =>
    differences.map((difference) => ({ of, difference }));
  if (base === undefined) return tell('both', differ(local, remote));
  return [...tell('local', differ(base, local)), ...tell('remote', differ(base, remote))];
}
