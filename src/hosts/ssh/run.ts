import { loadKnownHosts } from '../known-hosts/load.ts';
import type { KnownHosts } from '../known-hosts/index-of.ts';
import { remember } from '../remember.ts';
import type { Keyring } from './keyring.ts';

/** What the ssh connections of a run share. */
export interface SshRun {
  readonly keyring: Keyring;
  readonly knownHosts: (files: readonly string[]) => Promise<KnownHosts>;
  readonly keepaliveMs: number;
  /** Ends the run's connections under way, shared ones too. */
  readonly signal?: AbortSignal;
}

/** Reads each set of known_hosts files once. */
export function knownHostsOnce(): SshRun['knownHosts'] {
  const load = remember((files) => loadKnownHosts(files.split('\0')));
  return (files) => load(files.join('\0'));
}
