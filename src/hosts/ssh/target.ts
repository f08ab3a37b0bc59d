/** Everything that decides one ssh connection, from the inventory, ssh_config and the defaults, in this order. */
export interface Target {
  /** The name by which a person knows it: in the inventory, or in a ProxyJump. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** 4 or 6 when only such addresses are to be used (ssh_config(5), AddressFamily). */
  readonly family?: 4 | 6;
  readonly user: string;
  readonly identities: readonly Identity[];
  /** Nothing but `identities` is offered: not what else the agent holds (ssh_config(5), IdentitiesOnly). */
  readonly identitiesOnly: boolean;
  readonly agentSocket?: string;
  /** The jump host through which it is reached; that one may have another before it. */
  readonly via?: Target;
  /** The name to look up in known_hosts instead of address and port. */
  readonly hostKeyAlias?: string;
  readonly knownHostsFiles: readonly string[];
  /** When not empty, only these keys (`TYPE BASE64`) are trusted; of the files, `@revoked` lines still count. */
  readonly pins: readonly string[];
  readonly connectTimeoutMs: number;
  /** What ssh_config asks for and the built-in client does not do; said when the host turns us away. */
  readonly unsupported: readonly string[];
}

/** A private key's file. Where `asked` is false it is one of ssh's defaults, and may well not exist. */
export interface Identity {
  readonly path: string;
  readonly asked: boolean;
}

/** A target for messages: `web1 (10.0.0.1:22)`, or `web1 (10.0.0.1:22, through bastion)`. */
export function whereIs(target: Target): string {
  const address = target.address.includes(':') ? `[${target.address}]` : target.address;
  const through = target.via ? `, through ${target.via.name}` : '';
  return `${target.name} (${address}:${target.port}${through})`;
}
