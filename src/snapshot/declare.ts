import type { DesiredUnit } from '../kinds/unit/desired.ts';
import { parseUnitName, templateOf } from '../kinds/unit/name.ts';
import { playbookText, type PlaybookEntry, type PlaybookValue } from './playbook-text.ts';
import { whyNotDeclared } from './why-not-declared.ts';

/** A text file of a pulled directory. */
export interface DeclaredFile {
  /** Relative to the directory, of checked names only: `units/ollama.service.d/10-gpu.conf`. */
  readonly path: string;
  readonly text: string;
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
  const checked = [...units].sort(byScopeAndName).map(withoutUndeclarable);
  const files: DeclaredFile[] = [];
  const grouped = groupInstances(checked.map(({ unit }) => unit));
  const entries = grouped.map((entry) => entryOf(entry, files)).filter((entry) => entry.length > 1);
  const playbook = { path: 'playbook.yaml', text: playbookText(host, entries) };
  return { files: [playbook, ...files], notes: checked.flatMap(({ notes }) => notes) };
}

interface Checked {
  readonly unit: DesiredUnit;
  readonly notes: readonly string[];
}

function withoutUndeclarable(unit: DesiredUnit): Checked {
  const why = whyNotDeclared(unit);
  if (why === undefined) return { unit, notes: [] };
  const { file: _, dropIns: __, ...rest } = unit;
  return { unit: rest, notes: [`the files of ${unit.name} are left out: ${why}`] };
}

/** An entry to be: a unit, or a template that speaks for its instances, which are all in the same state. */
interface Grouped {
  readonly unit: DesiredUnit;
  readonly instances?: readonly string[];
}

function groupInstances(units: readonly DesiredUnit[]): readonly Grouped[] {
  const folded = new Map<DesiredUnit, Grouped>();
  const gone = new Set<DesiredUnit>();
  for (const template of units.filter(({ name }) => templateOf(name) === name)) {
    const own = units.filter(
      ({ name, scope }) =>
        scope === template.scope && name !== template.name && templateOf(name) === template.name,
    );
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

function entryOf({ unit, instances }: Grouped, files: DeclaredFile[]): PlaybookEntry {
  const entry: (readonly [string, PlaybookValue])[] = [['name', unit.name]];
  const directory = unit.scope === 'system' ? 'units' : `units/${unit.scope.slice('user:'.length)}`;
  const put = (name: string, text: string): string => {
    const path = `${directory}/${name}`;
    files.push({ path, text: escapeLiquid(text) });
    return path;
  };
  if (unit.masked === true) return [...entry, ...scopeOf(unit), ['masked', true]];
  if (unit.file !== undefined) entry.push(['file', put(unit.name, unit.file)]);
  if (unit.dropIns !== undefined) {
    const drops = [...unit.dropIns].sort(([a], [b]) => (a < b ? -1 : 1));
    entry.push([
      'drop_ins',
      new Map(drops.map(([name, text]) => [name, put(`${unit.name}.d/${name}`, text)])),
    ]);
  }
  if (instances !== undefined) entry.push(['instances', instances]);
  for (const state of ['enabled', 'active'] as const) {
    const value = unit[state];
    if (value !== undefined) entry.push([state, value]);
  }
  return entry.length === 1 ? entry : [entry[0] ?? ['name', unit.name], ...scopeOf(unit), ...entry.slice(1)];
}

function scopeOf({ scope }: DesiredUnit): PlaybookEntry {
  return scope === 'system' ? [] : [['scope', scope]];
}

/** The text as a template that renders to it: what Liquid would read stands there as a printed string. */
function escapeLiquid(text: string): string {
  return text.replaceAll(/\{[{%]/g, (braces) => `{{ "${braces}" }}`);
}

function byScopeAndName(a: DesiredUnit, b: DesiredUnit): number {
  const [one, other] = [`${a.scope} ${a.name}`, `${b.scope} ${b.name}`];
  return one < other ? -1 : one > other ? 1 : 0;
}
