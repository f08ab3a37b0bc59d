import type { Become } from '../../model/host.ts';
import type { PasswordGate } from './password-gate.ts';

/** What a run's hosts share for sudo. */
export type Sudo = Pick<Login, 'password' | 'gate'>;

/** As whom we are on a host and how we become root there. */
export interface Login {
  /** The host's name in the inventory, for messages. */
  readonly host: string;
  /** The login user; absent when only the host knows it. */
  readonly user?: string;
  /** Already root: become is skipped, for sudo may not even be installed. */
  readonly isRoot: boolean;
  readonly become: Become;
  /** For sudo; lives in memory only and travels on standard input only. */
  readonly password?: string;
  /** Says when this host may be offered it; at once without a gate. */
  readonly gate?: PasswordGate;
}
