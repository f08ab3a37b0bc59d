import type { KeptFile, Snapshot, UnitSnapshot } from './snapshot.ts';

/** The name of a part of a unit that two states of it are compared by: `file`, `drop_ins/10-gpu.conf`, `enabled`, `active`. */
export type Field = string;

/** The two parts that are words of systemd; all others are texts. */
export const stateFields = ['enabled', 'active'] as const;
export type StateField = (typeof stateFields)[number];

/** A unit's texts by field. */
export function textsOf(unit: UnitSnapshot | undefined): ReadonlyMap<Field, KeptFile> {
  if (unit === undefined) return new Map();
  const own = unit.file === undefined ? [] : [['file', unit.file] as const];
  const dropIns = unit.dropIns.map((file) => [`drop_ins/${basename(file.path)}`, file] as const);
  return new Map([...own, ...dropIns]);
}

/** The same bytes; owner and mode are the host's to keep. */
export function sameText(one: KeptFile | undefined, other: KeptFile | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return Buffer.compare(one.bytes, other.bytes) === 0;
}

const said: Readonly<Record<StateField, readonly string[]>> = {
  enabled: ['enabled', 'disabled', 'masked'],
  active: ['active', 'inactive'],
};

/** A state as somebody may have meant it; undefined for words that tell of no decision (`static`, `failed`, `activating`). */
export function stateOf(unit: UnitSnapshot | undefined, field: StateField): string | undefined {
  const word = unit?.[field] ?? '';
  return said[field].includes(word) ? word : undefined;
}

/** What tells units of one host apart. */
export function keyOf({ scope, name }: Pick<UnitSnapshot, 'scope' | 'name'>): string {
  return `${scope} ${name}`;
}

/** A snapshot's units by key, sorted. */
export function unitsByKey(snapshot: Snapshot | undefined): ReadonlyMap<string, UnitSnapshot> {
  return new Map(snapshot?.units.map((unit) => [keyOf(unit), unit]));
}

/** The keys of all the maps, each once, in an order that does not hang on theirs. */
export function allKeys(...maps: readonly ReadonlyMap<string, unknown>[]): readonly string[] {
  return [...new Set(maps.flatMap((map) => [...map.keys()]))].sort();
}

function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
