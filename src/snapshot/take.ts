import type { Actual, FileSeen, ManagerSeen } from '../kinds/unit/actual.ts';
import { knownUnits } from '../kinds/unit/known-units.ts';
import { filesIn, linksAbout } from '../kinds/unit/lookup.ts';
import { matchesUnit } from '../kinds/unit/glob.ts';
import { printable } from '../model/printable.ts';
import { isDropInName, isKeepable } from './place.ts';
import type { Aspect, KeptFile, KeptLink, Snapshot, UnitSnapshot } from './snapshot.ts';
import { vagueStates } from './vague.ts';
import { safeMode, safeWord } from './words.ts';

/** What a snapshot is of. */
export interface Subject {
  readonly host: string;
  /** RFC 3339, UTC. */
  readonly taken: string;
  /** Those that the look was made with. */
  readonly patterns: readonly string[];
}

/** What a look saw of the machine's units → a snapshot of those that the patterns catch. */
export function takeSnapshot(actual: Actual, { host, taken, patterns }: Subject): Snapshot {
  const manager = actual.get('system');
  const caught = [...(manager === undefined ? [] : knownUnits(manager))]
    .filter((name) => patterns.some((pattern) => matchesUnit(pattern, name)))
    .sort();
  const refused = caught.filter((name) => !isKeepable(name));
  const notes = refused.map((name) => `${named(name)}: not kept, its name cannot be a file's`);
  const units: UnitSnapshot[] = [];
  for (const name of caught.filter(isKeepable)) {
    if (manager === undefined) continue;
    const { unit, odd } = unitSnapshot(name, manager, actual);
    if (isImplied(unit)) continue;
    units.push(unit);
    notes.push(...odd);
  }
  return { host, taken, patterns, units, notes };
}

/** No file of anybody's makes it: the slice of a template's instances is there when they are. */
function isImplied({ file, dropIns, links, enabled, fragment }: UnitSnapshot): boolean {
  return file === undefined && dropIns.length + links.length === 0 && enabled === '' && fragment === '';
}

interface Taken {
  readonly unit: UnitSnapshot;
  /** What of it could not be kept. */
  readonly odd: readonly string[];
}

function unitSnapshot(name: string, manager: ManagerSeen, actual: Actual): Taken {
  const own = `${manager.directory}/${name}`;
  const shown = manager.units.get(name);
  const main = manager.files.get(own);
  // A file without a byte is a mask, and systemd's word tells of it.
  const file = main !== undefined && (main.bytes?.length ?? 0) > 0 ? kept(main, name) : undefined;
  const drops = dropInsOf(name, manager);
  const words = {
    active: safeWord(shown?.activeState ?? ''),
    enabled: safeWord(shown?.unitFileState ?? ''),
  };
  const unit = {
    name,
    ...(file !== undefined && { file }),
    dropIns: drops.kept,
    links: linksOf(name, manager),
    ...words,
    fragment: safeWord(shown?.fragmentPath ?? (main === undefined ? '' : own)),
  };
  const vague: readonly Aspect[] = [
    ...(drops.odd.length > 0 ? (['dropIns'] as const) : []),
    ...vagueStates(name, words, actual),
  ];
  return { unit: { ...unit, vague }, odd: drops.odd };
}

function kept(file: FileSeen, path: string): KeptFile {
  const { mode, owner, bytes = new Uint8Array() } = file;
  return { path, bytes, mode: safeMode(mode), owner: safeWord(owner) };
}

function dropInsOf(
  name: string,
  manager: ManagerSeen,
): { readonly kept: readonly KeptFile[]; readonly odd: readonly string[] } {
  const files: KeptFile[] = [];
  const odd: string[] = [];
  const directory = `${manager.directory}/${name}.d`;
  for (const file of filesIn(directory, manager)) {
    const base = file.path.slice(directory.length + 1);
    if (file.type === 'file' && isDropInName(base)) files.push(kept(file, `${name}.d/${base}`));
    else odd.push(`${name}.d/${named(base)}: not kept, ${whyNot(file)}`);
  }
  return { kept: files.sort((a, b) => (a.path < b.path ? -1 : 1)), odd };
}

function whyNot({ type }: FileSeen): string {
  if (type === 'file') return "its name cannot be a file's here";
  return type === 'link' ? 'it is a link' : 'it is no file';
}

function linksOf(name: string, manager: ManagerSeen): readonly KeptLink[] {
  const prefix = `${manager.directory}/`;
  return linksAbout([name], manager)
    .filter(({ path }) => path.startsWith(prefix))
    .map(({ path, target }) => ({ path: safeWord(path.slice(prefix.length)), target: safeWord(target) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function named(name: string): string {
  const text = printable(name);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
