import { hostGlob, isGlob } from '../model/host-glob.ts';
import { expandRange, holdsRange } from '../model/host-range.ts';
import type { Inventory } from '../model/inventory.ts';
import { didYouMean } from '../model/nearest.ts';
import type { PatternTerm } from './host-pattern.ts';

/** A term that means nothing in this inventory. */
export interface TermProblem {
  readonly term: PatternTerm;
  readonly message: string;
  readonly hint?: string;
}

/** The names that an `@FILE` lists, or why it does not. */
export type ReadHostList = (file: string) => readonly string[] | { readonly message: string };

/**
 * The hosts that a pattern's terms select, in the order of the inventory: first all that are added (all hosts when none
 * is), then what `&` keeps, then without what `!` takes out, in whatever order the terms stand. Every term must mean
 * something, those that take out too: a typo there would select too much.
 */
export function selectHosts(
  terms: readonly PatternTerm[],
  inventory: Inventory,
  readList: ReadHostList,
): { readonly hosts: readonly string[]; readonly problems: readonly TermProblem[] } {
  const problems: TermProblem[] = [];
  const sets = terms.map((term): ReadonlySet<string> => {
    const found = hostsOf(term.atom, inventory, readList);
    if (!('message' in found)) return new Set(found);
    problems.push({ term, ...found });
    return new Set();
  });
  const of = (means: PatternTerm['means']): readonly ReadonlySet<string>[] =>
    sets.filter((_, index) => terms[index]?.means === means);
  const [added, kept, taken] = [of('or'), of('and'), of('not')];
  const hosts = [...inventory.hosts.keys()].filter(
    (host) =>
      (added.length === 0 || added.some((set) => set.has(host))) &&
      kept.every((set) => set.has(host)) &&
      !taken.some((set) => set.has(host)),
  );
  return { hosts, problems };
}

type Problem = Omit<TermProblem, 'term'>;

function hostsOf(atom: string, inventory: Inventory, readList: ReadHostList): Iterable<string> | Problem {
  if (atom.startsWith('@')) return listedHosts(atom.slice(1), inventory, readList);
  if (atom === '*') return inventory.hosts.keys();
  const group = inventory.groups.get(atom);
  if (group !== undefined) return group;
  if (inventory.hosts.has(atom)) return [atom];
  if (holdsRange(atom)) return rangedHosts(atom, inventory);
  return isGlob(atom) ? globbedHosts(atom, inventory) : unknownName(atom, inventory);
}

function listedHosts(
  file: string,
  inventory: Inventory,
  readList: ReadHostList,
): readonly string[] | Problem {
  const names = readList(file);
  if ('message' in names) return names;
  if (names.length === 0) return { message: `${file} lists no host` };
  const stranger = names.find((name) => !inventory.hosts.has(name));
  if (stranger === undefined) return names;
  const { message, hint } = unknownName(stranger, inventory);
  return { message: `${file}: ${message}`, ...(hint === undefined ? {} : { hint }) };
}

function rangedHosts(atom: string, inventory: Inventory): readonly string[] | Problem {
  const members = expandRange(atom);
  if (typeof members === 'string') return { message: members };
  const stranger = members.find(({ name }) => !inventory.hosts.has(name));
  if (stranger !== undefined) return unknownName(stranger.name, inventory);
  return members.map(({ name }) => name);
}

function globbedHosts(atom: string, inventory: Inventory): readonly string[] | Problem {
  const matches = hostGlob(atom);
  const groups = [...inventory.groups].filter(([name]) => matches(name));
  const hosts = [...inventory.hosts.keys()].filter(matches);
  if (groups.length + hosts.length > 0) return [...hosts, ...groups.flatMap(([, members]) => [...members])];
  return { message: `\`${atom}\` matches no host or group of the inventory` };
}

function unknownName(name: string, { hosts, groups }: Inventory): Problem {
  const near = didYouMean(name, [...groups.keys(), ...hosts.keys()]);
  const isHere = name === 'localhost' || name === '127.0.0.1';
  const hint = isHere ? 'add `localhost: { connection: local }` to the inventory' : near;
  return {
    message: `the inventory has no host or group \`${name}\``,
    ...(hint === undefined ? {} : { hint }),
  };
}
