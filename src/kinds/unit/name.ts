import { printable } from '../../model/printable.ts';

/** Every kind of unit that systemd knows, by the suffix of its name; systemd(1). */
export const unitTypes = [
  'service',
  'socket',
  'target',
  'device',
  'mount',
  'automount',
  'swap',
  'timer',
  'path',
  'slice',
  'scope',
] as const;

export type UnitType = (typeof unitTypes)[number];

/** The parts of a valid unit name. */
export interface UnitName {
  /** The whole name: `worker@a.service`. */
  readonly name: string;
  /** What stands before the first `@`, or before the suffix: `worker`. */
  readonly prefix: string;
  /** What stands between the first `@` and the suffix, still escaped; absent in a plain name and in a template. */
  readonly instance?: string;
  /** True of `worker@.service`: a file to make instances from, never a unit that runs. */
  readonly template: boolean;
  readonly type: UnitType;
}

/** Types whose units may have Alias= names; systemd skips the others' with a warning. systemd.unit(5). */
export const aliasTypes: readonly UnitType[] = ['service', 'socket', 'target', 'device', 'timer', 'path'];

/** The longest name; UNIT_NAME_MAX of systemd's unit-name.h less the final NUL. */
export const longestUnitName = 255;

const forbidden = /[^A-Za-z0-9:_.\\@-]/u;

/**
 * A unit's name → its parts, or one sentence that says why systemd refuses the name. The grammar is systemd.unit(5)'s:
 * letters, digits and `:-_.\`, one `@` that ends the prefix (an instance may hold more), a type's suffix.
 */
export function parseUnitName(text: string): UnitName | string {
  const dot = text.lastIndexOf('.');
  const type = unitTypes.find((known) => known === text.slice(dot + 1));
  const problem = complaint(text, dot);
  if (problem !== undefined) return problem;
  if (type === undefined)
    return `the unit name ${quoted(text)} does not end in a unit type such as .service or .timer`;
  const stem = text.slice(0, dot);
  const at = stem.indexOf('@');
  if (at === -1) return { name: text, prefix: stem, template: false, type };
  const prefix = stem.slice(0, at);
  const instance = stem.slice(at + 1);
  if (instance === '') return { name: text, prefix, template: true, type };
  return { name: text, prefix, instance, template: false, type };
}

function complaint(text: string, dot: number): string | undefined {
  if (text === '') return 'the unit name is empty';
  if (text.length > longestUnitName) {
    return `the unit name ${quoted(text.slice(0, 30))}… is longer than ${longestUnitName} characters`;
  }
  const odd = forbidden.exec(text)?.[0];
  if (odd !== undefined) {
    return `the unit name ${quoted(text)} holds ${quoted(odd)}; allowed are letters, digits and : - _ . \\ @ (systemd-escape writes the rest)`;
  }
  if (dot === 0) return `the unit name ${quoted(text)} has nothing before its suffix`;
  if (text.startsWith('@')) return `the unit name ${quoted(text)} has nothing before its @`;
  return undefined;
}

function quoted(text: string): string {
  return `"${printable(text)}"`;
}

/** A template's name and an instance string (already escaped) → the instance's name, or why there is none. */
export function instantiate(template: string, instance: string): UnitName | string {
  const parsed = parseUnitName(template);
  if (typeof parsed === 'string') return parsed;
  if (!parsed.template) return `${template} is not a template: its name would end in @.${parsed.type}`;
  if (instance === '') return `an instance of ${template} needs a name`;
  return parseUnitName(`${parsed.prefix}@${instance}.${parsed.type}`);
}

/** The name of the template that an instance is made from; undefined for a plain name and for what is not a name. */
export function templateOf(name: string): string | undefined {
  const parsed = parseUnitName(name);
  if (typeof parsed === 'string') return undefined;
  if (parsed.template) return name;
  return parsed.instance === undefined ? undefined : `${parsed.prefix}@.${parsed.type}`;
}

/** `worker@.service`: a file to make instances from. */
export function isTemplate(name: string): boolean {
  const parsed = parseUnitName(name);
  return typeof parsed !== 'string' && parsed.template;
}
