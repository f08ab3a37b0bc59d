import type { KnownHost } from './entry.ts';
import { coversHost, isHashed } from './match.ts';

/**
 * Known hosts, arranged so that a fleet's size does not enter squared: plain names are looked up, patterns are few, and a
 * hashed name is tried only against lines that hold the very key a host has shown.
 */
export interface KnownHosts {
  /** Lines that cover a name, without trying hashed ones. */
  plain(name: string): readonly KnownHost[];
  /** Hashed lines that hold this key and cover a name. */
  hashedWithKey(name: string, base64: string): readonly KnownHost[];
  /** Every hashed line that covers a name: as slow as the files are long. */
  hashed(name: string): readonly KnownHost[];
}

/** Arranges the lines of all files, in their order. */
export function knownHostsOf(entries: readonly KnownHost[]): KnownHosts {
  const byName = new Map<string, KnownHost[]>();
  const patterned: KnownHost[] = [];
  const hashed: KnownHost[] = [];
  const hashedByKey = new Map<string, KnownHost[]>();
  for (const entry of entries) {
    if (isHashed(entry.hosts)) {
      hashed.push(entry);
      append(hashedByKey, entry.base64, entry);
    } else if (/[*?!]/.test(entry.hosts)) patterned.push(entry);
    else for (const name of entry.hosts.toLowerCase().split(',')) append(byName, name, entry);
  }
  const covering = (candidates: readonly KnownHost[], name: string): readonly KnownHost[] =>
    candidates.filter((entry) => coversHost(entry.hosts, name));
  return {
    plain: (name) => [...(byName.get(name.toLowerCase()) ?? []), ...covering(patterned, name)],
    hashedWithKey: (name, base64) => covering(hashedByKey.get(base64) ?? [], name),
    hashed: (name) => covering(hashed, name),
  };
}

function append(map: Map<string, KnownHost[]>, key: string, entry: KnownHost): void {
  const entries = map.get(key);
  if (entries) entries.push(entry);
  else map.set(key, [entry]);
}
