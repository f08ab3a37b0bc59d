// Generated from schemas/inventory.schema.json by `npm run generate`. Change the schema, not this file.

/**
 * Where the host answers: a name or an IP address. Without it the host's own name is looked up as ssh does. In a host's entry `{{ n }}` is the number (or letter) of its first range, without leading zeros, and `{{ name }}` the host's name.
 */
export type Address = string;
/**
 * The port of sshd.
 */
export type Port = number;
/**
 * The user to log in as.
 */
export type User = string;
/**
 * Path of the private key on this machine. `~` is your home directory; a relative path is relative to this file.
 */
export type IdentityFile = string;
/**
 * The hosts to go through, as ssh's ProxyJump: `[user@]host[:port]`, several separated by commas. `none` goes direct, whatever a group says.
 */
export type Jump = string;
/**
 * The host's public key or keys, each `TYPE BASE64` as in known_hosts. When given, no other key is trusted.
 *
 * @minItems 1
 */
export type HostKey = string | readonly string[];
/**
 * How the host is reached: `ssh` (the built-in client, the default), `openssh` (this machine's ssh program: certificates, FIDO keys, Kerberos, `Match exec`) or `local` (this machine).
 */
export type Connection = 'ssh' | 'openssh' | 'local';
/**
 * How to become root: `sudo` (the default), `doas`, or `none` for a login that is root already.
 */
export type Become = 'sudo' | 'doas' | 'none';
/**
 * A host's own settings; `{}` or nothing when it has none.
 */
export type Host = {
  readonly address?: Address;
  readonly port?: Port;
  readonly user?: User;
  readonly identity_file?: IdentityFile;
  readonly jump?: Jump;
  readonly host_key?: HostKey;
  readonly connection?: Connection;
  readonly become?: Become;
  readonly vars?: Vars;
} | null;
/**
 * A group's members and the settings that they share.
 */
export type Group = {
  /**
   * Member hosts: names, ranges (`web-[1:3]`) or globs (`web-*`).
   */
  readonly hosts?: readonly string[];
  /**
   * Member groups; their hosts are members too, and their settings stand above this group's.
   */
  readonly groups?: readonly string[];
  readonly address?: Address;
  readonly port?: Port;
  readonly user?: User;
  readonly identity_file?: IdentityFile;
  readonly jump?: Jump;
  readonly host_key?: HostKey;
  readonly connection?: Connection;
  readonly become?: Become;
  readonly vars?: Vars;
} | null;

/**
 * The hosts of a fleet, their groups and how each is reached. Keys that begin with `x-` are left alone, at every level: a place for YAML anchors. A setting of a host stands above one of its groups (children above parents, then by name), and that above `defaults`.
 */
export interface InventoryDocument {
  readonly defaults?: Settings;
  /**
   * The hosts by name. `{}` is enough for a name that DNS or ~/.ssh/config knows. `gpu-[01:16]` stands for sixteen hosts: the zeros are kept, a third number is the step (`[1:10:2]`), letters work too (`[a:f]`).
   */
  readonly hosts?: {
    readonly [k: string]: Host;
  };
  /**
   * Named sets of hosts. `all` is built in and holds every host.
   */
  readonly groups?: {
    readonly [k: string]: Group;
  };
}
/**
 * Settings of every host in this file that neither the host nor one of its groups makes.
 */
export interface Settings {
  readonly address?: Address;
  readonly port?: Port;
  readonly user?: User;
  readonly identity_file?: IdentityFile;
  readonly jump?: Jump;
  readonly host_key?: HostKey;
  readonly connection?: Connection;
  readonly become?: Become;
  readonly vars?: Vars;
}
/**
 * Variables for templates. The strongest wins as a whole, nothing is merged inside: defaults, groups, host, play, --var.
 */
export interface Vars {
  readonly [k: string]: unknown;
}
