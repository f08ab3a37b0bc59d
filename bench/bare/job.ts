/** What the program of bare ssh2 is told, as a JSON file. */
export interface BareJob {
  readonly user: string;
  /** Path of the private key. */
  readonly identity: string;
  readonly hosts: readonly BareHost[];
  /** Each is run by a root shell, one after the other, over one connection. None: log in, and that is all. */
  readonly scripts: readonly string[];
}

export interface BareHost {
  readonly address: string;
  readonly port: number;
  /** `ssh-ed25519 BASE64`. */
  readonly hostKey: string;
}
