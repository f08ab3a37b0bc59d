import { isPrivate } from '../kinds/file-difference.ts';
import type { DesiredUnit } from '../kinds/unit/desired.ts';
import { isTemplate, parseUnitName, templateOf } from '../kinds/unit/name.ts';
import { without } from '../model/without.ts';
import { playbookText, type PlaybookEntry, type PlaybookValue } from './playbook-text.ts';
import { whyNotDeclared } from './why-not-declared.ts';

/** A text file of a pulled directory. */
export interface DeclaredFile {
  /** Relative to the directory, of checked names only: `units/ollama.service.d/10-gpu.conf`. */
  readonly path: string;
  readonly text: string;
  /** Only its owner may read it. */
  readonly hidden: boolean;
}

/** A directory that declares units, and what it could not declare, in sentences. */
export interface Declared {
  readonly files: readonly DeclaredFile[];
  readonly notes: readonly string[];
}

/**
 * Units of one host → the files of a directory with a playbook that declares exactly these: rendered for that host, its
 * texts are the host's byte for byte. Sorted, without times: the same units give the same bytes. A text that no
 * playbook can hold is left out and told of.
 */
export function declare(host: string, units: readonly DesiredUnit[]): Declared {
  const checked = [...units].sort(byName).map(withoutUndeclarable);
  const files: DeclaredFile[] = [];
  const grouped = groupInstances(checked.map(({ unit }) => unit));
  const put = (name: string, text: string, hidden: boolean): string => {
    files.push({ path: `units/${name}`, text: escapeLiquid(text), hidden });
    return `units/${name}`;
  };
  const entries = grouped.map((entry) => entryOf(entry, put)).filter((entry) => entry.length > 1);
  const playbook = { path: 'playbook.yaml', text: playbookText(host, entries), hidden: false };
  return { files: [playbook, ...files], notes: checked.flatMap(({ notes }) => notes) };
}

interface Checked {
  readonly unit: DesiredUnit;
  readonly notes: readonly string[];
}

function withoutUndeclarable(unit: DesiredUnit): Checked {
  if (unit.masked === true && unit.active === true) {
    const { type, scope, name, strict } = unit;
    return {
      unit: { type, scope, name, strict },
      notes: [`${name} is left out: it is masked, and runs all the same`],
    };
  }
  const why = whyNotDeclared(unit);
  if (why === undefined) return { unit, notes: [] };
  return {
    unit: without(unit, 'file', 'dropIns', 'modes'),
    notes: [`the files of ${unit.name} are left out: ${why}`],
  };
}

/** An entry to be: a unit, or a template that speaks for its instances, which are all in the same state. */
interface Grouped {
  readonly unit: DesiredUnit;
  readonly instances?: readonly string[];
}

function groupInstances(units: readonly DesiredUnit[]): readonly Grouped[] {
  const folded = new Map<DesiredUnit, Grouped>();
  const gone = new Set<DesiredUnit>();
  for (const template of units.filter(({ name }) => isTemplate(name))) {
    const own = units.filter(({ name }) => name !== template.name && templateOf(name) === template.name);
    const [first] = own;
    const isAlike = own.every((one) => isPlain(one) && statesOf(one) === statesOf(first));
    if (first === undefined || !isAlike || statesOf(template) !== statesOf(undefined)) continue;
    const { enabled, active } = first;
    const states = { ...(enabled !== undefined && { enabled }), ...(active !== undefined && { active }) };
    folded.set(template, { unit: { ...template, ...states }, instances: own.map(instanceOf) });
    for (const one of own) gone.add(one);
  }
  return units.flatMap((unit) => (gone.has(unit) ? [] : [folded.get(unit) ?? { unit }]));
}

function isPlain({ file, dropIns, masked }: DesiredUnit): boolean {
  return file === undefined && (dropIns?.size ?? 0) === 0 && masked !== true;
}

function statesOf(unit: DesiredUnit | undefined): string {
  return [unit?.enabled, unit?.active, unit?.masked === true].join();
}

function instanceOf({ name }: DesiredUnit): string {
  const parsed = parseUnitName(name);
  return typeof parsed === 'string' ? '' : (parsed.instance ?? '');
}

/** Keeps a text, and gives the path that the playbook has for it. */
type Put = (name: string, text: string, hidden: boolean) => string;

function entryOf({ unit, instances }: Grouped, put: Put): PlaybookEntry {
  if (unit.masked === true) {
    return [
      ['name', unit.name],
      ['masked', true],
    ];
  }
  const hidden = new Set(
    [...(unit.modes ?? [])].filter(([, mode]) => isPrivate(mode)).map(([field]) => fileOf(field, unit)),
  );
  const entry: (readonly [string, PlaybookValue])[] = [['name', unit.name]];
  if (unit.file !== undefined) entry.push(['file', put(unit.name, unit.file, hidden.has(unit.name))]);
  if (unit.dropIns !== undefined) {
    const drops = [...unit.dropIns].sort(([a], [b]) => (a < b ? -1 : 1));
    const keep = (name: string, text: string): string =>
      put(`${unit.name}.d/${name}`, text, hidden.has(name));
    entry.push(['drop_ins', new Map(drops.map(([name, text]) => [name, keep(name, text)]))]);
  }
  if (hidden.size > 0) entry.push(['private', [...hidden].sort()]);
  if (instances !== undefined) entry.push(['instances', instances]);
  for (const state of ['enabled', 'active'] as const) {
    const value = unit[state];
    if (value !== undefined) entry.push([state, value]);
  }
  return entry;
}

/** Not everybody may read it. */

/** `file` and `drop_ins/NAME` as an entry's `private` names them. */
function fileOf(field: string, { name }: DesiredUnit): string {
  return field === 'file' ? name : field.slice('drop_ins/'.length);
}

/** The text as a template that renders to it: what Liquid would read stands there as a printed string. */
function escapeLiquid(text: string): string {
  return text.replaceAll(/\{[{%]/g, (braces) => `{{ "${braces}" }}`);
}

function byName(a: DesiredUnit, b: DesiredUnit): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
