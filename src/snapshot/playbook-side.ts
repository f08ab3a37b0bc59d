import type { Desired, DesiredMatch, DesiredUnit } from '../kinds/unit/desired.ts';
import { matchesUnit } from '../kinds/unit/glob.ts';
import { without } from '../model/without.ts';
import { exactly } from './patterns.ts';
import type { KeptFile, Snapshot, UnitSnapshot } from './snapshot.ts';

/** The patterns that catch what a playbook declares of a host, and nothing else. */
export function declaredPatterns(desired: readonly Desired[]): readonly string[] {
  return desired
    .filter(({ scope }) => scope === 'system')
    .flatMap((one) => (one.type === 'unit' ? [exactly(one.name)] : one.patterns));
}

/**
 * What a playbook declares of a host's units, as a snapshot to hold against another: what it does not say of a unit is
 * as the other has it, and so no difference.
 */
export function playbookSide(host: string, desired: readonly Desired[], other: Snapshot): Snapshot {
  const there = new Map(other.units.map((unit) => [unit.name, unit]));
  const ofSystem = desired.filter(({ scope }) => scope === 'system');
  const declared = ofSystem.filter((one) => one.type === 'unit').filter(({ name }) => isAsked(name, other));
  const named = new Set(declared.map(({ name }) => name));
  const matches = ofSystem.filter((one) => one.type === 'match');
  const caught = other.units
    .filter(({ name }) => !named.has(name))
    .flatMap((unit) => {
      const match = matches.find((one) => catches(one, unit.name));
      return match === undefined ? [] : [declaredUnit(unit.name, match, unit)];
    });
  const units = declared
    .filter(({ absent }) => absent !== true)
    .map((unit) => declaredUnit(unit.name, unit, there.get(unit.name)));
  const all = [...units, ...caught].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { host, taken: other.taken, patterns: other.patterns, units: all, notes: [] };
}

/** Of other units the other side tells nothing. */
function isAsked(name: string, { patterns }: Snapshot): boolean {
  return patterns.length === 0 || patterns.some((pattern) => matchesUnit(pattern, name));
}

function catches({ patterns, except }: DesiredMatch, name: string): boolean {
  const hit = (globs: readonly string[]): boolean => globs.some((glob) => matchesUnit(glob, name));
  return hit(patterns) && !hit(except);
}

const unknown: Omit<UnitSnapshot, 'name'> = {
  dropIns: [],
  links: [],
  active: '',
  enabled: '',
  fragment: '',
  vague: [],
};

function declaredUnit(
  name: string,
  said: DesiredUnit | DesiredMatch,
  there: UnitSnapshot | undefined,
): UnitSnapshot {
  const other = without(there ?? { ...unknown, name }, 'file');
  const { file: text, dropIns, modes }: Partial<DesiredUnit> = said.type === 'unit' ? said : {};
  const file = text === undefined ? there?.file : kept(name, text, modes?.get('file'));
  const drops = [...(dropIns ?? [])].map(([drop, content]) =>
    kept(`${name}.d/${drop}`, content, modes?.get(`drop_ins/${drop}`)),
  );
  return {
    ...other,
    ...(file !== undefined && { file }),
    ...(dropIns !== undefined && { dropIns: drops }),
    active: word(said.active, 'active', 'inactive') ?? other.active,
    enabled: said.masked === true ? 'masked' : (word(said.enabled, 'enabled', 'disabled') ?? other.enabled),
  };
}

/** What an apply would make of it. */
function kept(path: string, text: string, mode = '0644'): KeptFile {
  return { path, bytes: Buffer.from(text), mode, owner: 'root:root' };
}

function word(state: boolean | undefined, yes: string, no: string): string | undefined {
  if (state === undefined) return undefined;
  return state ? yes : no;
}
