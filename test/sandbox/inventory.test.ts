import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { inventoryText, knownHostsText, sshConfigText } from '../../src/sandbox/inventory.ts';
import type { SandboxHost } from '../../src/sandbox/sandbox.ts';

const host = (index: number): SandboxHost => ({
  name: `host-${index}`,
  address: `10.0.0.${index}`,
  hostKey: `ssh-ed25519 AAAA${index}=`,
  root: `/roots/${index}`,
  machine: `fw123456-${index}`,
  log: `/logs/${index}`,
});
const sandbox = { hosts: [host(1), host(2)], identity: '/keys/id' };

test('the inventory pins each host to its address and key', () => {
  expect(parse(inventoryText(sandbox))).toEqual({
    defaults: { user: 'deploy', become: 'sudo', identity_file: '/keys/id' },
    hosts: {
      'host-1': { address: '10.0.0.1', host_key: 'ssh-ed25519 AAAA1=' },
      'host-2': { address: '10.0.0.2', host_key: 'ssh-ed25519 AAAA2=' },
    },
  });
});

test('known_hosts has each key by name and by address', () => {
  expect(knownHostsText(sandbox.hosts).split('\n')[1]).toBe('host-2,10.0.0.2 ssh-ed25519 AAAA2=');
});

test('the ssh_config leads to a host by its name, and trusts only the written keys', () => {
  const text = sshConfigText(sandbox, '/keys/known');
  expect(text).toContain('Host host-1\n  HostName 10.0.0.1\n');
  expect(text).toContain('Host *\n');
  expect(text).toContain('  UserKnownHostsFile /keys/known\n');
  expect(text).toContain('  StrictHostKeyChecking yes\n');
});
