import type { Diagnostic, Place } from '../model/diagnostic.ts';
import { hostGlob, isGlob } from '../model/host-glob.ts';
import { expandRange, holdsRange } from '../model/host-range.ts';
import { didYouMean } from '../model/nearest.ts';
import type { GroupPart } from './declare-groups.ts';
import { groupCycles, groupDepths } from './group-order.ts';

type Groups = ReadonlyMap<string, readonly GroupPart[]>;
type Hosts = ReadonlyMap<string, unknown>;

interface Resolved {
  /** In the order of the inventory, with the members of subgroups. */
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
  /** Parents before children, then by name. Hosts in the same groups share one list. */
  readonly groupsOf: ReadonlyMap<string, readonly string[]>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Who is in which group. Names that nobody has and groups that contain themselves are diagnostics. */
export function resolveGroups(groups: Groups, hosts: Hosts): Resolved {
  const diagnostics = [...groups.values()].flatMap((parts) =>
    parts.flatMap((part) => unknownGroups(part, groups)),
  );
  const cycles = groupCycles(groups);
  diagnostics.push(...cycles);
  const direct = new Map<string, ReadonlySet<string>>();
  for (const [name, parts] of groups) {
    const found = parts.flatMap((part) => directMembers(part, { groups, hosts }));
    diagnostics.push(...found.flatMap((member) => (typeof member === 'string' ? [] : [member])));
    direct.set(name, new Set(found.flatMap((member) => (typeof member === 'string' ? [member] : []))));
  }
  if (diagnostics.length > 0) return { members: new Map(), groupsOf: new Map(), diagnostics };
  const members = withSubgroups(groups, direct, [...hosts.keys()]);
  return { members, groupsOf: memberships(members, hosts, groupDepths(groups)), diagnostics };
}

function unknownGroups({ groups: subgroups, from, path }: GroupPart, groups: Groups): readonly Diagnostic[] {
  return subgroups.flatMap((name, index): readonly Diagnostic[] => {
    if (groups.has(name)) return [];
    const place = from.document.place([...path, 'groups', index]);
    return [problem(`there is no group \`${name}\``, didYouMean(name, groups.keys()), place)];
  });
}

function directMembers(
  { hosts: entries, from, path }: GroupPart,
  known: { readonly groups: Groups; readonly hosts: Hosts },
): readonly (string | Diagnostic)[] {
  return entries.flatMap((entry, index): readonly (string | Diagnostic)[] => {
    const place = (): Place => from.document.place([...path, 'hosts', index]);
    if (isGlob(entry) && !holdsRange(entry)) {
      const matching = [...known.hosts.keys()].filter(hostGlob(entry));
      return matching.length > 0 ? matching : [problem(`\`${entry}\` matches no host`, undefined, place())];
    }
    const range = expandRange(entry);
    if (typeof range === 'string') return [problem(range, undefined, place())];
    const missing = range.find(({ name }) => !known.hosts.has(name));
    if (missing === undefined) return range.map(({ name }) => name);
    const isGroup = known.groups.has(missing.name);
    const hint = isGroup
      ? 'it is a group: list it under `groups`'
      : didYouMean(missing.name, known.hosts.keys());
    return [problem(`there is no host \`${missing.name}\``, hint, place())];
  });
}

function problem(message: string, hint: string | undefined, place: Place): Diagnostic {
  return { severity: 'error', message, ...(hint === undefined ? {} : { hint }), place };
}

function withSubgroups(
  groups: Groups,
  direct: ReadonlyMap<string, ReadonlySet<string>>,
  order: readonly string[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const whole = new Map<string, ReadonlySet<string>>();
  const gather = (name: string): ReadonlySet<string> => {
    const known = whole.get(name);
    if (known !== undefined) return known;
    const subgroups = (groups.get(name) ?? []).flatMap((part) => part.groups);
    const all = new Set([
      ...(direct.get(name) ?? []),
      ...subgroups.flatMap((subgroup) => [...gather(subgroup)]),
    ]);
    const sorted = new Set(order.filter((host) => all.has(host)));
    whole.set(name, sorted);
    return sorted;
  };
  return new Map([...groups.keys()].map((name) => [name, gather(name)]));
}

function memberships(
  members: ReadonlyMap<string, ReadonlySet<string>>,
  hosts: Hosts,
  depths: ReadonlyMap<string, number>,
): ReadonlyMap<string, readonly string[]> {
  const depth = (name: string): number => depths.get(name) ?? 0;
  const ordered = [...members].sort(([a], [b]) => depth(a) - depth(b) || (a < b ? -1 : 1));
  const shared = new Map<string, readonly string[]>();
  const groupsOf = new Map<string, readonly string[]>();
  for (const host of hosts.keys()) {
    const own = ordered.flatMap(([name, names]) => (names.has(host) ? [name] : []));
    const key = own.join(' ');
    const list = shared.get(key) ?? own;
    shared.set(key, list);
    groupsOf.set(host, list);
  }
  return groupsOf;
}
