import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { nestIn, sshArguments } from '../../../src/hosts/openssh/arguments.ts';
import { classify } from '../../../src/hosts/openssh/classify.ts';
import type { Host } from '../../../src/model/host.ts';

const bare: Host = { name: 'web1', connection: 'openssh', become: 'sudo', vars: {} };
const nest = nestIn('/tmp/nest');

/** What ssh itself makes of our options. */
function effective(host: Host): ReadonlyMap<string, string> {
  const words = [
    '-F',
    'none',
    ...sshArguments(host, nest, { keepaliveMs: 10_000, connectMs: 2500 }),
    '-G',
    '--',
    host.name,
  ];
  const lines = execFileSync('ssh', words, { encoding: 'utf8' }).trim().split('\n');
  return new Map(lines.map((line) => [line.split(' ')[0] ?? '', line.slice(line.indexOf(' ') + 1)]));
}

test('ssh takes the inventory’s settings, asks nothing and forwards nothing', () => {
  const host = {
    ...bare,
    address: '10.0.0.1',
    port: 2222,
    user: 'deploy',
    identityFile: '/keys/a b',
    jump: 'me@hop:22',
  };
  const settings = effective(host);
  const wanted = {
    hostname: '10.0.0.1',
    port: '2222',
    user: 'deploy',
    identityfile: '/keys/a b',
    proxyjump: 'me@hop:22',
    batchmode: 'yes',
    forwardagent: 'no',
    connecttimeout: '3',
    serveraliveinterval: '10',
    controlpath: '/tmp/nest/s',
  };
  for (const [name, value] of Object.entries(wanted))
    expect([name, settings.get(name)]).toEqual([name, value]);
  expect(['true', 'yes']).toContain(settings.get('stricthostkeychecking'));
});

test('pinned keys are the only ones ssh looks at', () => {
  const settings = effective({ ...bare, hostKeys: ['ssh-ed25519 AAAA'] });
  expect(settings.get('userknownhostsfile')).toBe('/tmp/nest/pins');
  expect(settings.get('globalknownhostsfile')).toBe('/dev/null');
  expect(settings.get('hostkeyalias')).toBe('fleetwright-pinned');
  expect(effective(bare).get('userknownhostsfile')).toContain('.ssh/known_hosts');
});

test('a name that looks like an option is a name', () => {
  expect(() => effective({ ...bare, name: '-oProxyCommand=touch /tmp/x', address: '10.0.0.1' })).toThrow();
});

test.each([
  ['ssh: Could not resolve hostname web9: Name or service not known', 'resolve'],
  ['ssh: connect to host 10.0.0.1 port 22: Connection refused', 'connect'],
  ['ssh: connect to host 10.0.0.1 port 22: Connection timed out', 'connect'],
  [
    'No ED25519 host key is known for web1 and you have requested strict checking.\nHost key verification failed.',
    'host-key',
  ],
  ['deploy@10.0.0.1: Permission denied (publickey).', 'auth'],
  ['/home/me/.ssh/config: line 3: Bad configuration option: usr', 'config'],
  ['kex_exchange_identification: Connection closed by remote host', 'handshake'],
  ['', 'connect'],
])('ssh’s “%s” is a matter of %s', (words, stage) => {
  expect(classify('web1', words).stage).toBe(stage);
});
