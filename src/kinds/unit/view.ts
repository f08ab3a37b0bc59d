import type { FileSeen, ManagerSeen, Shown } from './actual.ts';
import type { DesiredUnit } from './desired.ts';
import { filesIn } from './lookup.ts';
import { templateOf } from './name.ts';
import { installLinks, type Install } from './text/install.ts';
import { parseUnitText, type UnitText } from './text/parse.ts';

/** A unit as it is, and as its files will be when the plan has been carried out. */
export interface View {
  readonly manager: ManagerSeen;
  readonly shown: Shown | undefined;
  /** What lies in the administrator's directory under the unit's own name. */
  readonly own: FileSeen | undefined;
  /** What systemd reads (or, for a link, follows) for it, in its search order; behind a mask, what it would read. */
  readonly fragment: FileSeen | undefined;
  /** What it would read if that went, and so on. */
  readonly behind: readonly FileSeen[];
  /** It is masked now: its name leads to /dev/null, or to an empty file. */
  readonly mask: FileSeen | undefined;
  /** What would mask it still when its own masks of the administrator were taken away. */
  readonly maskBehind: FileSeen | undefined;
  /** Its files as they will be: the unit file, then its drop-ins. Null where the file cannot be read (a link elsewhere). */
  readonly sources: readonly Source[] | null;
  /** The same, parsed. */
  readonly texts: readonly UnitText[] | null;
  /** What [Install] will ask for; null for nothing, undefined where the text is not known. */
  readonly install: Install | null | undefined;
  /** A file for it will be there. */
  readonly exists: boolean;
}

/** A text that has a say in the unit. */
export interface Source {
  readonly path: string;
  readonly text: string;
  /** This play writes it. */
  readonly declared: boolean;
}

/**
 * Puts together what concerns one unit. `planned` are the units that this plan writes, by name: an instance takes its
 * text from a template that the same plan installs.
 */
export function viewOf(
  unit: DesiredUnit,
  manager: ManagerSeen,
  planned: ReadonlyMap<string, DesiredUnit>,
): View {
  const template = templateOf(unit.name);
  const names = template === undefined || template === unit.name ? [unit.name] : [unit.name, template];
  const own = `${manager.directory}/${unit.name}`;
  const known = manager.units.get(unit.name);
  // A file of its own will part the unit from the one that has its name for an alias now.
  const shown = unit.file !== undefined && known?.id !== unit.name ? undefined : known;
  const found = names
    .flatMap((name) => inPath(manager, name))
    .filter((file) => file.path === own || unit.absent === true || !goes(file, template, manager, planned));
  const mask = found[0] !== undefined && isMask(found[0], shown) ? found[0] : undefined;
  const [fragment, ...behind] = found.filter((file) => file !== mask && !isMask(file));
  const unmasked = found.filter((file) => !(isMask(file) && isAdministrators(file, unit.name, manager)));
  const main = mainSource(names, fragment, manager, planned);
  const sources = main === undefined ? null : [main, ...dropIns(names, manager, planned)];
  const texts = sources === null ? null : sources.map(({ text }) => parseUnitText(text));
  return {
    manager,
    shown,
    own: manager.files.get(own),
    fragment,
    behind,
    mask,
    maskBehind: unmasked[0] !== undefined && isMask(unmasked[0], shown) ? unmasked[0] : undefined,
    sources,
    texts,
    install: texts === null ? undefined : installLinks(unit.name, texts),
    exists: main?.declared === true || fragment !== undefined || isWithoutFile(shown),
  };
}

/** All files of that name, in systemd's search order: behind a mask lies what it hides. */
function inPath(manager: ManagerSeen, name: string): readonly FileSeen[] {
  return manager.path.flatMap((directory) => {
    const file = manager.files.get(`${directory}/${name}`);
    return file === undefined || file.type === 'directory' ? [] : [file];
  });
}

/**
 * systemd.unit(5): a link to /dev/null, or an empty file, masks a unit. Of links outside the administrator's
 * directories the target is not looked at; what systemd says of the unit tells then.
 */
function isMask(file: FileSeen, shown?: Shown): boolean {
  if (file.type === 'file') return file.bytes?.length === 0;
  return file.target === '/dev/null' || (file.target === '' && shown?.loadState === 'masked');
}

/** Does it lie where `systemctl unmask` takes masks away? */
function isAdministrators({ path }: FileSeen, name: string, { directory, runtime }: ManagerSeen): boolean {
  return path === `${directory}/${name}` || path === `${runtime}/${name}`;
}

/** A template's file or mask that this plan takes away, before it comes to the instance. */
function goes(
  file: FileSeen,
  template: string | undefined,
  manager: ManagerSeen,
  planned: ReadonlyMap<string, DesiredUnit>,
): boolean {
  const entry = planned.get(template ?? '');
  if (template === undefined || entry === undefined || !isAdministrators(file, template, manager))
    return false;
  if (entry.absent === true) return file.path === `${manager.directory}/${template}`;
  return entry.masked === false && isMask(file);
}

/** Some units have no file, as the mounts that the kernel tells of. One whose file was removed since is not one of them. */
function isWithoutFile(shown: Shown | undefined): boolean {
  return shown?.loadState === 'loaded' && shown.fragmentPath === '';
}

function mainSource(
  names: readonly string[],
  fragment: FileSeen | undefined,
  manager: ManagerSeen,
  planned: ReadonlyMap<string, DesiredUnit>,
): Source | undefined {
  // An instance may have a file of its own, and is not made from its template then.
  for (const name of names) {
    const text = planned.get(name)?.file;
    if (text !== undefined) return { path: `${manager.directory}/${name}`, text, declared: true };
    if (fragment?.path.endsWith(`/${name}`) !== true) continue;
    return fragment.bytes && { path: fragment.path, text: utf8(fragment.bytes), declared: false };
  }
  return undefined;
}

/** The drop-ins that will hold, by file name, the most important directory winning. */
function dropIns(
  names: readonly string[],
  manager: ManagerSeen,
  planned: ReadonlyMap<string, DesiredUnit>,
): readonly Source[] {
  const sources = new Map<string, Source>();
  for (const name of names.toReversed()) {
    for (const directory of manager.path.toReversed()) {
      const declared = directory === manager.directory ? planned.get(name)?.dropIns : undefined;
      const prefix = `${directory}/${name}.d/`;
      const found =
        declared === undefined
          ? seenDropIns(manager, `${directory}/${name}.d`)
          : [...declared].map(([file, text]): Source => ({ path: `${prefix}${file}`, text, declared: true }));
      for (const source of found) sources.set(source.path.slice(prefix.length), source);
    }
  }
  return [...sources].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, source]) => source);
}

function seenDropIns(manager: ManagerSeen, directory: string): readonly Source[] {
  return filesIn(directory, manager).flatMap(({ path, bytes }): Source[] =>
    bytes === undefined ? [] : [{ path, text: utf8(bytes), declared: false }],
  );
}

/** For reading, never for writing back: bytes that are no UTF-8 become U+FFFD. */
export function utf8(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
