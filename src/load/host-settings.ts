import type { Diagnostic } from '../model/diagnostic.ts';
import type { Host, Vars } from '../model/host.ts';
import type { Json } from '../model/json.ts';
import type { GroupPart } from './declare-groups.ts';
import type { DeclaredHost } from './declare-hosts.ts';
import { absolute } from './identity-file.ts';
import type { Settings } from './inventory.gen.ts';
import { fillIn, fillInVars } from './range-placeholders.ts';

/**
 * Every host with its settings: defaults of its document < its groups, parents before children, then by name < its own.
 * Variables are merged name by name in the same order. Hosts that share all variables share one object.
 */
export function mergeSettings(
  hosts: ReadonlyMap<string, DeclaredHost>,
  groups: ReadonlyMap<string, readonly GroupPart[]>,
  groupsOf: ReadonlyMap<string, readonly string[]>,
): { readonly hosts: readonly Host[]; readonly diagnostics: readonly Diagnostic[] } {
  const merge = sharedMerge(groups);
  const diagnostics = new Map<string, Diagnostic>(); // once, not for every host of a range
  const settled = [...hosts.values()].map((host) => {
    const filled = fillIn(host, merge(host, groupsOf.get(host.name) ?? []));
    if ('problem' in filled) diagnostics.set(JSON.stringify(filled.problem), filled.problem);
    return 'problem' in filled ? undefined : asHost(host, filled.settings);
  });
  return { hosts: settled.filter((host) => host !== undefined), diagnostics: [...diagnostics.values()] };
}

/** Merges once per entry and set of groups: a range of ten thousand hosts costs what one does. */
function sharedMerge(
  groups: ReadonlyMap<string, readonly GroupPart[]>,
): (host: DeclaredHost, groupsOf: readonly string[]) => Settings {
  const known = new Map<Settings, Map<readonly string[], Settings>>();
  return ({ settings, from }, groupsOf) => {
    const byGroups = known.get(settings) ?? new Map<readonly string[], Settings>();
    known.set(settings, byGroups);
    const before = byGroups.get(groupsOf);
    if (before !== undefined) return before;
    const parts = groupsOf.flatMap((name) => groups.get(name) ?? []);
    const layers = [
      absolute(from.inventory.defaults ?? {}, from.file),
      ...parts.map((part) => absolute(part.settings, part.from.file)),
      absolute(settings, from.file),
    ];
    const merged = layers.reduce(over, {});
    byGroups.set(groupsOf, merged);
    return merged;
  };
}

function over(weaker: Settings, stronger: Settings): Settings {
  return { ...weaker, ...stronger, vars: { ...weaker.vars, ...stronger.vars } };
}

function asHost(declared: DeclaredHost, settings: Settings): Host {
  const { address, port, user, identity_file: identityFile, jump, host_key: hostKey } = settings;
  const hostKeys = hostKey === undefined ? undefined : [hostKey].flat().map(withoutComment);
  return {
    name: declared.name,
    ...(address === undefined ? {} : { address }),
    ...(port === undefined ? {} : { port }),
    ...(user === undefined ? {} : { user }),
    ...(identityFile === undefined ? {} : { identityFile }),
    ...(jump === undefined ? {} : { jump }),
    ...(hostKeys === undefined ? {} : { hostKeys }),
    connection: settings.connection ?? 'ssh',
    become: settings.become ?? 'sudo',
    vars: fillInVars(declared, asVars(settings.vars)),
  };
}

/** A YAML document in the core schema holds nothing that JSON does not. */
function asVars(vars: Settings['vars']): Vars {
  return (vars ?? {}) as Readonly<Record<string, Json>>;
}

function withoutComment(key: string): string {
  return key.split(' ').slice(0, 2).join(' ');
}
