import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { SandboxFailure } from './failure.ts';

const stateRoot = '/run/fleetwright-sandbox';
const overlayRoot = '/var/lib/fleetwright-sandbox';

/** Everything of one sandbox that the machine knows by name. All follows from the sandbox's name, so that what a killed run left is found. */
export interface Places {
  readonly sandbox: string;
  /** Keys, inventory, logs, records. */
  readonly state: string;
  readonly overlays: string;
  /** Bridge; also the prefix of links, namespaces and machines. At most 8 characters, for a link has at most 15. */
  readonly bridge: string;
  readonly record: string;
  /** There once every host has answered. */
  readonly ready: string;
  readonly identity: string;
  readonly inventory: string;
  readonly sshConfig: string;
  readonly knownHosts: string;
}

/** Places of the sandbox called `sandbox`; throws a SandboxFailure when that cannot be a name. */
export function placesOf(sandbox: string): Places {
  if (!/^[a-z0-9][a-z0-9-]{0,47}$/.test(sandbox)) {
    throw new SandboxFailure(
      `${JSON.stringify(sandbox)} cannot be a sandbox's name: small letters, digits and -, at most 48`,
    );
  }
  const state = join(stateRoot, sandbox);
  return {
    sandbox,
    state,
    overlays: join(overlayRoot, sandbox),
    bridge: `fw${createHash('sha256').update(sandbox).digest('hex').slice(0, 6)}`,
    record: join(state, 'sandbox.json'),
    ready: join(state, 'ready'),
    identity: join(state, 'id_ed25519'),
    inventory: join(state, 'inventory.yaml'),
    sshConfig: join(state, 'ssh_config'),
    knownHosts: join(state, 'known_hosts'),
  };
}

/** Directories that hold one entry for each sandbox; both are looked at to find those that are there. */
export const sandboxRoots: readonly string[] = [stateRoot, overlayRoot];

/** Name of the nth host, from 1. */
export function hostName(index: number): string {
  return `host-${index}`;
}

/** What the nth host's machine, network namespace and link are called. */
export function machineName(places: Places, index: number): string {
  return `${places.bridge}-${index}`;
}

/** The directories of one host's overlay. */
export function overlayOf(places: Places, host: string): { upper: string; work: string; root: string } {
  const at = join(places.overlays, host);
  return { upper: join(at, 'upper'), work: join(at, 'work'), root: join(at, 'root') };
}
