import { readFile } from 'node:fs/promises';
import { parseKnownHosts } from './entry.ts';
import type { KnownHost } from './entry.ts';
import { knownHostsOf } from './index-of.ts';
import type { KnownHosts } from './index-of.ts';

/** Reads and arranges known_hosts files. A file that is missing or cannot be read knows nobody, as with ssh. */
export async function loadKnownHosts(files: readonly string[]): Promise<KnownHosts> {
  const texts = await Promise.all(files.map(async (file) => parseKnownHosts(await textOf(file), file)));
  return knownHostsOf(texts.flat());
}

/** The inventory's pinned keys as the only ones that are trusted; what the files revoke stays revoked. */
export function pinnedHosts(pins: readonly string[], name: string, files: KnownHosts): KnownHosts {
  const own = knownHostsOf(pins.map((pin) => pinned(pin, name)));
  return {
    plain: (asked) => [...own.plain(asked), ...revokedOf(files.plain(asked))],
    hashedWithKey: (asked, base64) => revokedOf(files.hashedWithKey(asked, base64)),
    hashed: (asked) => revokedOf(files.hashed(asked)),
  };
}

function revokedOf(entries: readonly KnownHost[]): readonly KnownHost[] {
  return entries.filter((entry) => entry.marker === 'revoked');
}

function pinned(pin: string, name: string): KnownHost {
  const [type = '', base64 = ''] = pin.trim().split(/\s+/);
  return { marker: 'none', hosts: name, type, base64, file: 'host_key in the inventory', line: 0 };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return '';
  }
}
