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

/** The inventory's pinned keys as the only known hosts. */
export function pinnedHosts(pins: readonly string[], name: string): KnownHosts {
  return knownHostsOf(pins.map((pin) => pinned(pin, name)));
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
