import { parseJump } from '../hosts/ssh-config/jump.ts';
import { thisMachine } from '../load/inventory.ts';
import type { Host } from '../model/host.ts';
import { isGlob } from '../model/host-glob.ts';
import type { Inventory } from '../model/inventory.ts';
import type { ReadInventory } from './read-inventory.ts';

/**
 * A host by what a command line says of it alone: `user@host`, `user@host:port`, this machine as `localhost`, and where
 * there is no inventory any name that ssh can find. Undefined for what can only be a pattern of the inventory.
 */
export function stranger(word: string, { settings, inventory }: ReadInventory): Host | undefined {
  if (word === thisMachine.name) return thisMachine;
  const isAlone = settings.inventory.value.length === 0;
  if (/[,!&\s]/.test(word) || isGlob(word) || !(word.includes('@') || isAlone)) return undefined;
  const [hop, second] = parseJump(word) ?? [];
  if (hop === undefined || second !== undefined || hop.user?.startsWith('-') === true) return undefined;
  const { alias, user, port } = hop;
  const known = inventory.hosts.get(alias);
  return {
    ...(known ?? { name: alias, connection: 'ssh', become: user === 'root' ? 'none' : 'sudo', vars: {} }),
    ...(user !== undefined && { user }),
    ...(port !== undefined && { port }),
  };
}

/** The inventory with those of the names added that a command line could have named without it. */
export function withStrangers(read: ReadInventory, names: readonly string[]): Inventory {
  const { hosts } = read.inventory;
  const strangers = names.flatMap((name): (readonly [string, Host])[] => {
    const host = hosts.has(name) ? undefined : stranger(name, read);
    return host === undefined ? [] : [[name, host]];
  });
  return strangers.length === 0
    ? read.inventory
    : { ...read.inventory, hosts: new Map([...hosts, ...strangers]) };
}
