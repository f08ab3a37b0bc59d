import { hostsOfLimit } from '../../desire/select.ts';
import { thisMachine } from '../../load/inventory.ts';
import type { Settings } from '../../load/settings.ts';
import type { Host } from '../../model/host.ts';
import type { Inventory } from '../../model/inventory.ts';
import { connectTo } from '../connect.ts';
import { writeDiagnostics } from '../declaration.ts';
import { exitCodes } from '../exit-code.ts';
import type { Frame } from '../frame.ts';
import type { Flags } from '../options.ts';
import type { Reach } from '../reach.ts';
import { limitedHosts, readInventory } from '../read-inventory.ts';
import { withStrangers } from '../strangers.ts';

/** The hosts that a command line means. */
export interface ChosenHosts {
  readonly settings: Settings;
  /** By the names that they go by: in plans, in backups, on the screen. */
  readonly hosts: readonly Host[];
  /** By the same names, as they are reached: of `user@host`, ssh_config knows the host only. */
  readonly known: ReadonlyMap<string, Host>;
}

/**
 * HOST words → hosts: patterns of the inventory, `user@host`, and where there is no inventory whatever ssh can find.
 * No word and no --limit is this machine. What is wrong is written to `frame.err`, and comes back as an exit code.
 */
export async function chooseHosts(
  words: readonly string[],
  flags: Flags,
  frame: Frame,
): Promise<ChosenHosts | number> {
  const read = await readInventory(flags, frame);
  if (typeof read === 'number') return read;
  const { settings } = read;
  const inventory = withStrangers(read, words);
  if (words.length === 0 && flags.limit === undefined) {
    const here = machineOf(inventory);
    return { settings, hosts: [here], known: new Map(inventory.hosts).set(here.name, here) };
  }
  const named = words.length === 0 ? [...inventory.hosts.keys()] : select(words, inventory, flags, frame);
  if (typeof named === 'number') return named;
  const limited = limitedHosts(inventory, flags, frame);
  if (typeof limited === 'number') return limited;
  const allowed = new Set(limited.map(({ name }) => name));
  const known = inventory.hosts;
  const isLeft = (name: string): boolean => allowed.has(name) || allowed.has(known.get(name)?.name ?? '');
  const hosts = named.filter(isLeft).flatMap((name) => {
    const host = known.get(name);
    return host === undefined ? [] : [{ ...host, name }];
  });
  if (hosts.length > 0) return { settings, hosts, known };
  frame.err.write('error: --limit leaves none of the hosts that are named\n');
  return exitCodes.error;
}

/** What the inventory has this machine for, where it knows it; else as if it said nothing. */
function machineOf({ hosts }: Inventory): Host {
  const [first, second] = [...hosts.values()].filter(({ connection }) => connection === 'local');
  return first !== undefined && second === undefined ? first : thisMachine;
}

function select(
  words: readonly string[],
  inventory: Inventory,
  flags: Flags,
  frame: Frame,
): readonly string[] | number {
  // A host's own name is none of a pattern's business: `deploy@web:2222` holds a separator.
  const exact = words.filter((word) => inventory.hosts.has(word));
  const patterns = words.filter((word) => !inventory.hosts.has(word));
  if (patterns.length === 0) return [...new Set(exact)];
  const { hosts, diagnostics } = hostsOfLimit(patterns.join(':'), inventory, frame.cwd, 'the hosts');
  writeDiagnostics(diagnostics, flags, frame);
  return diagnostics.length > 0 ? exitCodes.error : [...new Set([...exact, ...hosts])];
}

/** The way to the chosen hosts; every password that they need is asked for first. */
export function openHosts(
  { hosts, known }: ChosenHosts,
  flags: Flags,
  frame: Frame,
): Promise<Reach | number> {
  const ways = hosts.flatMap(({ name }) => known.get(name) ?? []);
  return connectTo({ hosts: ways, inventory: known }, flags, frame);
}
