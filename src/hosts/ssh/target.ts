/** Everything that decides one ssh connection, from the inventory, ssh_config and the defaults, in this order. */
export interface Target {
  /** The name by which a person knows it: in the inventory, or in a ProxyJump. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly identities: readonly Identity[];
  /** Nothing but `identities` is offered: not what else the agent holds (ssh_config(5), IdentitiesOnly). */
  readonly identitiesOnly: boolean;
  readonly agentSocket?: string;
  /** Hops, the one nearest to us first. */
  readonly jumps: readonly Target[];
  /** The name to look up in known_hosts instead of address and port. */
  readonly hostKeyAlias?: string;
  readonly knownHostsFiles: readonly string[];
  /** When not empty, only these keys (`TYPE BASE64`) are trusted and no file is read. */
  readonly pins: readonly string[];
  readonly connectTimeoutMs: number;
}

/** A private key's file. Where `asked` is false it is one of ssh's defaults, and may well not exist. */
export interface Identity {
  readonly path: string;
  readonly asked: boolean;
}
