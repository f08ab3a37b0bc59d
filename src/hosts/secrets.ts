import type { Host } from '../model/host.ts';
import { thisController } from './controller.ts';
import type { ConnectOptions } from './options.ts';
import { remember } from './remember.ts';
import { findHeld } from './ssh/keyring.ts';
import { listAgentKeys } from './ssh/agent.ts';
import { readPrivateKey } from './ssh/private-key.ts';
import { targetsFrom } from './ssh/target-of.ts';
import type { Target } from './ssh/target.ts';
import { isUnreachable } from './unreachable.ts';

/** A passphrase without which hosts cannot be reached. */
export interface NeededSecret {
  /** The private key's file: the key of `ConnectOptions.passphrases`. */
  readonly path: string;
  /** Names of the hosts that need it. */
  readonly hosts: readonly string[];
  /** Whether a passphrase opens the key. */
  check(passphrase: string): Promise<boolean>;
}

/**
 * Finds out, before anything is connected, which passphrases a run needs: of the keys that were asked for and that no
 * agent holds, and of ssh's default keys where a host has nothing else to log in with. Each file once.
 */
export async function neededSecrets(
  hosts: readonly Host[],
  options: Pick<ConnectOptions, 'controller' | 'inventory'>,
): Promise<readonly NeededSecret[]> {
  const { controller = thisController(), inventory } = options;
  const targetOf = targetsFrom({ controller, ...(inventory && { inventory }) });
  const look = lockedKeys();
  const needed = new Map<string, string[]>();
  for (const host of hosts) {
    if (host.connection !== 'ssh') continue;
    const target = await targetOf(host);
    // What is wrong with the way is said when it is gone.
    if (isUnreachable(target)) continue;
    for (const path of await look(target)) needed.set(path, [...(needed.get(path) ?? []), host.name]);
  }
  return [...needed].map(([path, names]) => ({
    path,
    hosts: names,
    check: async (passphrase) => (await readPrivateKey(path, passphrase)).type === 'key',
  }));
}

function lockedKeys(): (target: Target) => Promise<readonly string[]> {
  const keyAt = remember((path) => readPrivateKey(path));
  const agentAt = remember((socket) => listAgentKeys(socket));
  return async function look(target): Promise<readonly string[]> {
    const held = target.agentSocket === undefined ? [] : await agentAt(target.agentSocket);
    const keys = await Promise.all(target.identities.map(({ path }) => keyAt(path)));
    const usable = keys.some((key) => key.type === 'key') || held.length > 0;
    const locked = keys.filter(
      (key, index) =>
        key.type === 'locked' &&
        !findHeld(key.blob, held) &&
        (target.identities[index]?.asked === true || !usable),
    );
    const before = target.via ? await look(target.via) : [];
    return [...before, ...locked.map((key) => key.path)];
  };
}
