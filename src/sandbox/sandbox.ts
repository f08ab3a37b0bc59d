/** A person with a login on every host of a sandbox; the sandbox's own key opens it. */
export interface HostUser {
  readonly name: string;
  readonly shell: string;
  /** Without it, the password is locked and only the key opens. */
  readonly password?: string;
  /** `free`: sudo asks for nothing; `password`: it asks; `none`: it refuses. */
  readonly sudo: 'free' | 'password' | 'none';
  /** May become root by doas, without a password. */
  readonly doas?: boolean;
}

/** One throwaway host: a container with its own systemd, sshd and address. */
export interface SandboxHost {
  readonly name: string;
  readonly address: string;
  /** Public host key, `ssh-ed25519 BASE64`. */
  readonly hostKey: string;
  /** The host's file system, seen from this machine. */
  readonly root: string;
  /** What nspawn, the network namespace and the host-side link are called. */
  readonly machine: string;
  /** Where what it says on its console goes. */
  readonly log: string;
}

/** Hosts that are up, and what leads to them. */
export interface Sandbox {
  readonly name: string;
  readonly hosts: readonly SandboxHost[];
  /** Path of the inventory file. */
  readonly inventory: string;
  /** Path of an ssh_config for the same hosts: `ssh -F FILE host-1`. */
  readonly sshConfig: string;
  /** Path of the private key of every user. */
  readonly identity: string;
  /** This machine's address as the hosts see it. */
  readonly controller: string;
  readonly users: readonly HostUser[];
}

/** The user of every sandbox. */
export const deploy: HostUser = { name: 'deploy', shell: '/bin/bash', sudo: 'free' };
