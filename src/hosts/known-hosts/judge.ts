import type { KnownHost } from './entry.ts';
import type { KnownHosts } from './index-of.ts';

/** A host key as it came over the wire. */
export interface ShownKey {
  readonly type: string;
  readonly base64: string;
}

/** What known_hosts, or the inventory, says of a key that a host has shown. */
export type Verdict =
  | { readonly type: 'trusted' }
  | { readonly type: 'revoked'; readonly by: KnownHost }
  /** Another key of the same type is known: the sign of an impostor, or of a machine set up anew. */
  | { readonly type: 'changed'; readonly by: readonly KnownHost[] }
  /** Keys are known, but of other types. */
  | { readonly type: 'other-type'; readonly known: readonly KnownHost[] }
  /** Only a certificate authority vouches for the host, and ssh2 cannot verify certificates. */
  | { readonly type: 'authority'; readonly by: KnownHost }
  | { readonly type: 'unknown' };

/** Under which names a host's key is looked up. */
export interface LookupNames {
  /** `host`, `[host]:port`, or the HostKeyAlias. */
  readonly name: string;
  /** The bare host when the port is not 22: ssh trusts its key on other ports too (sshconnect.c, check_host_key). */
  readonly bare?: string;
}

/** The names ssh looks up for an address, a port and perhaps a HostKeyAlias. */
export function lookupNames(address: string, port: number, alias?: string): LookupNames {
  if (alias !== undefined) return { name: alias };
  return port === 22 ? { name: address } : { name: `[${address}]:${port}`, bare: address };
}

/** Judges a shown key. A revoked key is refused whatever other lines say. */
export function judge(known: KnownHosts, names: LookupNames, shown: ShownKey): Verdict {
  const verdict = judgeName(known, names.name, shown);
  if (names.bare === undefined || verdict.type === 'trusted' || verdict.type === 'revoked') return verdict;
  const bare = judgeName(known, names.bare, shown);
  if (bare.type === 'revoked') return bare;
  // What the bare host's lines deny is denied to another port only if these have nothing of their own.
  return verdict.type === 'unknown' && bare.type === 'trusted' ? bare : verdict;
}

/** The types of the keys known for a host, as far as plain lines tell. */
export function knownTypes(known: KnownHosts, names: LookupNames): ReadonlySet<string> {
  const entries = known.plain(names.name);
  const all = entries.length === 0 && names.bare !== undefined ? known.plain(names.bare) : entries;
  return new Set(all.filter((entry) => entry.marker === 'none').map((entry) => entry.type));
}

function judgeName(known: KnownHosts, name: string, shown: ShownKey): Verdict {
  const plain = known.plain(name);
  const same = [
    ...plain.filter((entry) => entry.base64 === shown.base64),
    ...known.hashedWithKey(name, shown.base64),
  ];
  const revoked = same.find((entry) => entry.marker === 'revoked');
  if (revoked) return { type: 'revoked', by: revoked };
  if (same.some((entry) => entry.marker === 'none')) return { type: 'trusted' };
  return judgeStranger([...plain, ...known.hashed(name)], shown);
}

function judgeStranger(entries: readonly KnownHost[], shown: ShownKey): Verdict {
  const keys = entries.filter((entry) => entry.marker === 'none');
  const sameType = keys.filter((entry) => entry.type === shown.type);
  if (sameType.length > 0) return { type: 'changed', by: sameType };
  if (keys.length > 0) return { type: 'other-type', known: keys };
  const authority = entries.find((entry) => entry.marker === 'cert-authority');
  return authority ? { type: 'authority', by: authority } : { type: 'unknown' };
}
