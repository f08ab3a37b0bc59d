import type { Json } from './json.ts';

/** Variables that templates see. */
export type Vars = Readonly<Record<string, Json>>;

export type ConnectionKind = 'ssh' | 'openssh' | 'local';
export type Become = 'sudo' | 'doas' | 'none';

/**
 * One inventory entry with its groups' and the defaults' settings merged in. What is absent is left to
 * ~/.ssh/config, then to ssh's own defaults.
 */
export interface Host {
  readonly name: string;
  /** Where it answers; without it, the name as ssh_config resolves it. */
  readonly address?: string;
  readonly port?: number;
  readonly user?: string;
  /** Path of a private key on the controller, `~` expanded. */
  readonly identityFile?: string;
  /** `[user@]host[:port]`, several by commas, as ssh's ProxyJump. */
  readonly jump?: string;
  /** Pinned host keys, each `TYPE BASE64`; when present nothing else is trusted. */
  readonly hostKeys?: readonly string[];
  readonly connection: ConnectionKind;
  readonly become: Become;
  readonly vars: Vars;
}
