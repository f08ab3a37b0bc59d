import type { Diagnostic, Place } from '../model/diagnostic.ts';
import type { DeclaredHost } from './declare-hosts.ts';
import type { LoadedInventory } from './inventory.ts';
import type { Settings } from './inventory.gen.ts';
import type { Path } from './source-document.ts';

/** One document's part of a group. */
export interface GroupPart {
  readonly hosts: readonly string[];
  readonly groups: readonly string[];
  readonly settings: Settings;
  readonly from: LoadedInventory;
  readonly path: Path;
}

/** All groups by name; several documents may add members to one, but only one may make a given setting. */
export function declareGroups(
  documents: readonly LoadedInventory[],
  hosts: ReadonlyMap<string, DeclaredHost>,
): {
  readonly value: ReadonlyMap<string, readonly GroupPart[]>;
  readonly diagnostics: readonly Diagnostic[];
} {
  const groups = new Map<string, GroupPart[]>();
  const diagnostics: Diagnostic[] = [];
  for (const from of documents) {
    for (const [name, group] of Object.entries(from.inventory.groups ?? {})) {
      if (name.startsWith('x-')) continue;
      const { hosts: members = [], groups: subgroups = [], ...settings } = group ?? {};
      const part = { hosts: members, groups: subgroups, settings, from, path: ['groups', name] };
      const parts = groups.get(name) ?? [];
      diagnostics.push(...troubleOf(name, part, { hosts, parts }));
      groups.set(name, [...parts, part]);
    }
  }
  return { value: groups, diagnostics };
}

function troubleOf(
  name: string,
  { settings, from, path }: GroupPart,
  {
    hosts,
    parts,
  }: { readonly hosts: ReadonlyMap<string, DeclaredHost>; readonly parts: readonly GroupPart[] },
): readonly Diagnostic[] {
  const place = (): Place => from.document.keyPlace(path);
  if (name === 'all') {
    const hint = 'what all hosts share belongs in `defaults`';
    return [{ severity: 'error', message: 'the group `all` is built in', hint, place: place() }];
  }
  if (hosts.has(name)) {
    const message = `\`${name}\` is a group and a host`;
    return [{ severity: 'error', message, hint: 'a pattern could mean either; rename one', place: place() }];
  }
  const made = parts.flatMap((part) => settingNames(part.settings));
  return settingNames(settings)
    .filter((setting) => made.includes(setting))
    .map((setting) => ({
      severity: 'error',
      message: `the group \`${name}\` makes the setting \`${setting}\` in two files`,
      hint: `the other is ${parts.map((part) => part.from.file).join(', ')}; keep one of them`,
      place: place(),
    }));
}

function settingNames({ vars, ...settings }: Settings): readonly string[] {
  const names = Object.keys(settings).filter((name) => !name.startsWith('x-'));
  return [...names, ...Object.keys(vars ?? {}).map((name) => `vars.${name}`)];
}
