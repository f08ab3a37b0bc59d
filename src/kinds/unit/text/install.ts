import { aliasTypes, instantiate, parseUnitName, type UnitName } from '../name.ts';
import { aliasPath } from './alias.ts';
import type { UnitText } from './parse.ts';
import { assignments, listSetting } from './settings.ts';
import { expandInstall } from './specifier.ts';
import { splitWords } from './words.ts';

/** What a unit's [Install] asks `systemctl enable` for, with names expanded and checked. */
export interface Install {
  /** Units whose `.wants`, `.requires` and `.upholds` directories get a link. UpheldBy= works from systemd 254 on. */
  readonly wantedBy: readonly string[];
  readonly requiredBy: readonly string[];
  readonly upheldBy: readonly string[];
  /** Links beside the unit files: `b.service`, or in the old form `x.target.wants/a.service`. */
  readonly aliases: readonly string[];
  /** Units that are enabled and disabled with this one; their own [Install] says how. systemctl skips missing ones. */
  readonly also: readonly string[];
  /** The instance that a template is enabled as. */
  readonly defaultInstance?: string;
  /** Values that hang on the host (`%H`), as written: where there is one, the links cannot be foretold. */
  readonly unknown: readonly string[];
  /** What `systemctl enable` would refuse, each a sentence. */
  readonly problems: readonly string[];
}

/** The value as expanded; or a note taken of why it cannot be. */
type Expand = (key: string, value: string) => string | undefined;

/**
 * Reads [Install] of a unit (a plain name, a template or an instance of the template whose texts these are) from its file and
 * drop-ins, as `systemctl enable` does; systemd.unit(5), systemd's install.c. Null for a unit without anything to
 * enable ("static"). Of drop-ins systemctl reads those of the name and of its template only.
 */
export function installLinks(name: string, texts: readonly UnitText[]): Install | null {
  const unit = parseUnitName(name);
  if (typeof unit === 'string') return null;
  const unknown: string[] = [];
  const problems: string[] = [];
  const instance = defaultInstance(unit, texts, { unknown, problems });
  const expand: Expand = (key, value) => {
    const expanded = expandInstall(value, unit, instance);
    if ('text' in expanded) return expanded.text;
    if ('unknown' in expanded) unknown.push(`${key}=${value}`);
    else problems.push(`${key}=${value}: ${expanded.refused} is not allowed in [Install]`);
    return undefined;
  };
  const reader: Reader = { unit, texts, instance, expand, problems };
  const read = {
    wantedBy: dependents(reader, 'WantedBy'),
    requiredBy: dependents(reader, 'RequiredBy'),
    upheldBy: dependents(reader, 'UpheldBy'),
    aliases: aliases(reader),
    also: also(reader),
  };
  const asked = [...Object.values(read), unknown, problems].some((list) => list.length > 0);
  if (!asked) return null;
  return { ...read, ...(instance === undefined ? {} : { defaultInstance: instance }), unknown, problems };
}

interface Reader {
  readonly unit: UnitName;
  readonly texts: readonly UnitText[];
  readonly instance: string | undefined;
  readonly expand: Expand;
  readonly problems: string[];
}

type Notes = Record<'unknown' | 'problems', string[]>;

function defaultInstance(unit: UnitName, texts: readonly UnitText[], notes: Notes): string | undefined {
  if (!unit.template) return undefined;
  const written = listSetting(texts, 'Install', 'DefaultInstance').at(-1)?.value;
  if (written === undefined) return undefined;
  const expanded = expandInstall(written, unit, undefined);
  if ('unknown' in expanded) notes.unknown.push(`DefaultInstance=${written}`);
  if (!('text' in expanded)) return undefined;
  const instance = instantiate(unit.name, expanded.text);
  if (typeof instance !== 'string') return instance.instance;
  notes.problems.push(`DefaultInstance=${written}: ${instance}`);
  return undefined;
}

/** The words of a list, an empty assignment forgetting those before; systemd skips a line with an open quote. */
function words(reader: Reader, key: string): readonly string[] {
  return listSetting(reader.texts, 'Install', key).flatMap(({ value }) => splitWords(value) ?? []);
}

function dependents(reader: Reader, key: string): readonly string[] {
  const bare = reader.unit.template && reader.instance === undefined;
  const names = new Set<string>();
  for (const word of words(reader, key)) {
    const name = reader.expand(key, word);
    const parsed = name === undefined ? undefined : parseUnitName(name);
    if (parsed === undefined) continue;
    if (typeof parsed === 'string') reader.problems.push(`${key}=${word}: ${parsed}`);
    else if (bare && !parsed.template && parsed.instance === undefined) {
      reader.problems.push(
        `${key}=${word}: ${reader.unit.name} is a template without DefaultInstance=; enable one of its instances`,
      );
    } else names.add(parsed.name);
  }
  return [...names];
}

function aliases(reader: Reader): readonly string[] {
  const paths = new Set<string>();
  if (!aliasTypes.includes(reader.unit.type)) return [];
  for (const word of words(reader, 'Alias')) {
    const alias = reader.expand('Alias', word);
    if (alias === undefined || alias === reader.unit.name) continue;
    const path = aliasPath(alias, reader.unit);
    if (path === undefined) reader.problems.push(`Alias=${word}: ${reader.unit.name} cannot have that alias`);
    else paths.add(path);
  }
  return [...paths];
}

/** Unlike the other lists, Also= is not reset by an empty assignment. */
function also(reader: Reader): readonly string[] {
  const names = new Set<string>();
  const values = reader.texts.flatMap((text) => assignments(text, 'Install', 'Also'));
  for (const word of values.flatMap(({ value }) => splitWords(value) ?? [])) {
    const name = reader.expand('Also', word);
    const parsed = name === undefined ? undefined : parseUnitName(name);
    if (typeof parsed === 'string') reader.problems.push(`Also=${word}: ${parsed}`);
    else if (parsed !== undefined) names.add(parsed.name);
  }
  return [...names];
}
