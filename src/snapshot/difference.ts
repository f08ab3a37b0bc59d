import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { fileDifference, type FileText } from '../kinds/file-difference.ts';
import type { Difference } from '../model/plan.ts';
import { allKeys, sameText, stateFields, textsOf, type Field } from './fields.ts';
import type { KeptFile, Snapshot, UnitSnapshot } from './snapshot.ts';

/** How one unit differs between two hosts, or between two times. */
export interface UnitDifference {
  readonly name: string;
  readonly differences: readonly Difference[];
}

/** What leads from one snapshot to the other, unit by unit; empty where nothing differs. */
export function snapshotDifferences(from: Snapshot, to: Snapshot): readonly UnitDifference[] {
  const [before, after] = [byName(from), byName(to)];
  return allKeys(before, after).flatMap((name): UnitDifference[] => {
    const differences = unitDifferences(before.get(name), after.get(name));
    return differences.length === 0 ? [] : [{ name, differences }];
  });
}

/** The same for one unit; undefined stands for a unit that is not there. */
export function unitDifferences(
  from: UnitSnapshot | undefined,
  to: UnitSnapshot | undefined,
): readonly Difference[] {
  const [before, after] = [textsOf(from), textsOf(to)];
  const texts = allKeys(before, after).flatMap((field) => [
    ...textDifference(field, before.get(field), after.get(field)),
    ...rightsDifference(field, before.get(field), after.get(field)),
  ]);
  const states = stateFields.flatMap((field) => stateDifference(field, from?.[field], to?.[field]));
  return [...states, ...texts];
}

/** How a text differs: as a diff, unless it is private; or by its digests where it is no text. */
export function textDifference(
  field: Field,
  from: KeptFile | undefined,
  to: KeptFile | undefined,
): readonly Difference[] {
  if (sameText(from, to)) return [];
  const path = (from ?? to)?.path ?? field;
  if ([from, to].every((file) => file === undefined || isUtf8(file.bytes)))
    return [fileDifference(field, path, { from: asShown(from), to: asShown(to) })];
  return [{ field, from: digest(from), to: digest(to) }];
}

/** How a word of systemd differs; where there is none, it is null. */
export function stateDifference(
  field: Field,
  from: string | undefined,
  to: string | undefined,
): readonly Difference[] {
  const [before, after] = [from ?? '', to ?? ''];
  return before === after
    ? []
    : [{ field, from: before === '' ? null : before, to: after === '' ? null : after }];
}

function rightsDifference(
  field: Field,
  from: KeptFile | undefined,
  to: KeptFile | undefined,
): readonly Difference[] {
  if (from === undefined || to === undefined) return [];
  const [before, after] = [`${from.mode} ${from.owner}`, `${to.mode} ${to.owner}`];
  return before === after ? [] : [{ field: `${field} mode and owner`, from: before, to: after }];
}

function byName({ units }: Snapshot): ReadonlyMap<string, UnitSnapshot> {
  return new Map(units.map((unit) => [unit.name, unit]));
}

function asShown(file: KeptFile | undefined): FileText {
  return file === undefined
    ? { text: null }
    : { text: Buffer.from(file.bytes).toString('utf8'), mode: file.mode };
}

function digest(file: KeptFile | undefined): string | null {
  return file === undefined ? null : `sha256:${createHash('sha256').update(file.bytes).digest('hex')}`;
}
