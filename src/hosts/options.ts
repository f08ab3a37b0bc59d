import type { Host } from '../model/host.ts';
import type { Controller } from './controller.ts';

/** How to go about reaching hosts; the same for all hosts of a run. */
export interface ConnectOptions {
  /** sudo's password (`-K`), held in memory and sent on standard input only. */
  readonly becomePassword?: string;
  /** Passphrases of encrypted private keys by the key's path, asked for before the run (see `neededSecrets`). */
  readonly passphrases?: ReadonlyMap<string, string>;
  /** Milliseconds until a host must have accepted the connection; 10,000 without it, or what ssh_config says. */
  readonly connectTimeoutMs?: number;
  /** Milliseconds between two signs of life; a peer that misses three is dead. 10,000 without it. */
  readonly keepaliveMs?: number;
  /** Gives up everything under way. */
  readonly signal?: AbortSignal;
  /** Looks a name up in the inventory, so that a jump host may be one of its hosts. */
  readonly inventory?: (name: string) => Host | undefined;
  /** The machine we run on; this one without it. */
  readonly controller?: Controller;
}

export const defaultConnectTimeoutMs = 10_000;
export const defaultKeepaliveMs = 10_000;
