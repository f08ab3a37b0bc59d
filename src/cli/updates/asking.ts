import type { Settings } from '../../load/settings.ts';
import type { Host } from '../../model/host.ts';
import type { Inventory } from '../../model/inventory.ts';
import { connectTo } from '../connect.ts';
import { exitCodes } from '../exit-code.ts';
import type { Frame } from '../frame.ts';
import type { Flags } from '../options.ts';
import type { Reach } from '../reach.ts';
import { limitedHosts, readInventory } from '../read-inventory.ts';

export function namesOf(hosts: readonly Host[]): readonly string[] {
  return hosts.map(({ name }) => name);
}

/** The hosts that a verb asks, and the way to them. */
export interface Asking {
  readonly hosts: readonly Host[];
  readonly reach: Reach;
  readonly settings: Settings;
  readonly inventory: Inventory;
  readonly forks: number;
  readonly frame: Frame;
}

/** A repository's name; what else is written is told, and comes back as an exit code. */
export function repoName(word: string | undefined, frame: Frame): string | number {
  if (word !== undefined && /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(word)) return word;
  frame.err.write(`error: \`${word ?? ''}\` is no name of a repository\n`);
  return exitCodes.usage;
}

/** The hosts of the inventory that words and `--limit` leave → the way to them; it is closed when the verb has ended. */
export async function withHosts(
  words: readonly string[],
  flags: Flags,
  frame: Frame,
  verb: (asking: Asking) => Promise<number>,
): Promise<number> {
  const read = await readInventory(flags, frame);
  if (typeof read === 'number') return read;
  const named = words.length === 0 ? [] : [words.join(':')];
  const limit = [...named, ...(flags.limit === undefined ? [] : [flags.limit])].join(':&');
  const hosts = limitedHosts(read.inventory, limit === '' ? {} : { ...flags, limit }, frame);
  if (typeof hosts === 'number') return hosts;
  const reach = await connectTo({ hosts, inventory: read.inventory.hosts }, flags, frame);
  if (typeof reach === 'number') return reach;
  try {
    return await verb({ ...read, hosts, reach, forks: read.settings.forks.value, frame });
  } finally {
    await reach.close();
  }
}
