import type { SandboxHost } from './sandbox.ts';

interface Reach {
  readonly hosts: readonly SandboxHost[];
  readonly identity: string;
}

/** The text of an inventory with every host pinned to its key. */
export function inventoryText({ hosts, identity }: Reach): string {
  const lines = hosts.map(
    ({ name, address, hostKey }) => `  ${name}: { address: ${address}, host_key: "${hostKey}" }`,
  );
  return [
    '# Written by `fleetwright sandbox up`, and gone with `fleetwright sandbox down`.',
    `defaults: { user: deploy, become: sudo, identity_file: ${identity} }`,
    'hosts:',
    ...lines,
    '',
  ].join('\n');
}

/** The text of a known_hosts file, by address and by name. */
export function knownHostsText(hosts: readonly SandboxHost[]): string {
  return hosts.map(({ name, address, hostKey }) => `${name},${address} ${hostKey}\n`).join('');
}

/** The text of an ssh_config that leads to the hosts by their names. */
export function sshConfigText({ hosts, identity }: Reach, knownHosts: string): string {
  const each = hosts.map(({ name, address }) => `Host ${name}\n  HostName ${address}\n`);
  const all = [
    'User deploy',
    `IdentityFile ${identity}`,
    'IdentitiesOnly yes',
    `UserKnownHostsFile ${knownHosts}`,
  ];
  return [...each, 'Host *\n', ...all.map((line) => `  ${line}\n`), '  StrictHostKeyChecking yes\n'].join('');
}
