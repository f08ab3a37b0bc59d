import type { Address } from '../../model/address.ts';
import type { RepoSpec } from './spec.gen.ts';

/** The name behind `repo/`. */
export function nameOf({ name, path }: Pick<RepoSpec, 'name' | 'path'>): string {
  return name ?? path.slice(path.lastIndexOf('/') + 1);
}

export function addressOf({ name }: { readonly name: string }): Address {
  return `repo/${name}`;
}

export function urlsOf({ url }: Pick<RepoSpec, 'url'>): readonly string[] {
  return url === undefined ? [] : [url].flat();
}

/** `ssh://…`, and what looks like `git@host:path`. */
export function isSsh(url: string): boolean {
  return url.startsWith('ssh://') || !/^[a-z]+:\/\//.test(url);
}

/** The one program for all repositories of a host. */
export const programPath = '/usr/local/lib/fleetwright/repo-update';

const policies = '/etc/fleetwright/repos.d';

/** Where a repository's files of ours lie on a host. */
export const places = {
  policy: (name: string): string => `${policies}/${name}.policy`,
  signers: (name: string): string => `${policies}/${name}.signers`,
  gpgKeys: (name: string): string => `${policies}/${name}.gpg`,
  knownHosts: (name: string): string => `${policies}/${name}.known_hosts`,
  timerName: (name: string): string => `fleetwright-repo-${name}.timer`,
  timer: (name: string): string => `/etc/systemd/system/fleetwright-repo-${name}.timer`,
  service: (name: string): string => `/etc/systemd/system/fleetwright-repo-${name}.service`,
  /** No name that a repository could have makes this of the service above. */
  recover: (name: string): string => `/etc/systemd/system/fleetwright-recover-${name}.service`,
  /** By this a run that was cut is known. */
  attempt: (name: string): string => `/var/lib/fleetwright/repos/${name}/attempt`,
  cron: (name: string): string => `/etc/cron.d/fleetwright-${name}`,
  dropInName: (name: string): string => `50-fleetwright-repo-${name}.conf`,
  /** Beside the administrator's own drop-ins, which a play may declare as a whole. */
  dropIn: (name: string, unit: string): string =>
    `/usr/local/lib/systemd/system/${unit}.d/50-fleetwright-repo-${name}.conf`,
} as const;
