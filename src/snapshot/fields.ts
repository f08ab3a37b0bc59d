import { isUtf8 } from 'node:buffer';
import { desiredOf } from './desired.ts';
import type { KeptFile, Snapshot, UnitSnapshot } from './snapshot.ts';

/** The name of a part of a unit that two states of it are compared by: `file`, `drop_ins/10-gpu.conf`, `enabled`, `active`. */
export type Field = string;

/** The two parts that are words of systemd; all others are texts. */
export const stateFields = ['enabled', 'active'] as const;
export type StateField = (typeof stateFields)[number];

/** A unit, and which of its words somebody may have meant: `failed`, `static` or `activating` tell of no decision. */
export interface Told {
  readonly unit: UnitSnapshot;
  readonly said: Readonly<Partial<Record<StateField, string>>>;
}

/** A snapshot's units by name, with the states that could be asked of a host. */
export function unitsTold(snapshot: Snapshot | undefined): ReadonlyMap<string, Told> {
  if (snapshot === undefined) return new Map();
  const wanted = new Map(
    desiredOf(snapshot, { statesOnly: true }).units.map((unit) => [unit.name, unit] as const),
  );
  return new Map(
    snapshot.units.map((unit) => {
      const { enabled, active, masked } = wanted.get(unit.name) ?? {};
      const starts = masked === true ? 'masked' : word(enabled, 'enabled', 'disabled');
      const runs = word(active, 'active', 'inactive');
      return [
        unit.name,
        { unit, said: { ...(starts && { enabled: starts }), ...(runs && { active: runs }) } },
      ];
    }),
  );
}

function word(state: boolean | undefined, yes: string, no: string): string | undefined {
  if (state === undefined) return undefined;
  return state ? yes : no;
}

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

/** What a plan can hold. */
export function isText({ bytes }: KeptFile): boolean {
  return isUtf8(bytes) && !bytes.includes(0);
}

/** The keys of all the maps, each once, in an order that does not hang on theirs. */
export function allKeys(...maps: readonly ReadonlyMap<string, unknown>[]): readonly string[] {
  return [...new Set(maps.flatMap((map) => [...map.keys()]))].sort();
}

function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
