import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { hopScripts, nestIn, sshArguments } from '../../../src/hosts/openssh/arguments.ts';
import { classify } from '../../../src/hosts/openssh/classify.ts';
import type { Stop } from '../../../src/hosts/openssh/stop.ts';
import type { Host } from '../../../src/model/host.ts';

const bare: Host = { name: 'web1', connection: 'openssh', become: 'sudo', vars: {} };
const nest = nestIn('/tmp/nest');

function stopOf(host: Host, via?: Stop): Stop {
  return { host, says: new Map(), ...(via && { via }) };
}

/** What ssh itself makes of our options. */
function effective(host: Host, via?: Stop): ReadonlyMap<string, string> {
  const stop = stopOf(host, via);
  const words = [
    '-F',
    'none',
    ...sshArguments(stop, nest, { keepaliveMs: 10_000, connectMs: 2500 }),
    '-G',
    '--',
    stop.host.name,
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
  };
  const settings = effective(host);
  const wanted = {
    hostname: '10.0.0.1',
    port: '2222',
    user: 'deploy',
    identityfile: '/keys/a b',
    batchmode: 'yes',
    forwardagent: 'no',
    forwardx11: 'no',
    clearallforwardings: 'yes',
    permitlocalcommand: 'no',
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
  expect(settings.get('hostkeyalias')).toBe('fleetwright-pinned-0');
  expect(effective(bare).get('userknownhostsfile')).toContain('.ssh/known_hosts');
});

/** The words of a command as the shell has them. */
function wordsOf(command: string): readonly string[] {
  const printed = execFileSync('/bin/sh', ['-c', `printf '%s\\n' ${command}`, 'sh', '[far]:2200'], {
    encoding: 'utf8',
  });
  return printed.trimEnd().split('\n');
}

test('a jump host is reached by our own ssh with our own options, and so is one before it', () => {
  const first = stopOf({ ...bare, name: 'first', user: "o'brien", identityFile: '/keys/100% mine' });
  const pinned = { ...bare, name: 'second', address: '10.0.0.2', port: 2022, hostKeys: ['ssh-ed25519 AAAA'] };
  const second = stopOf(pinned, first);
  const host = { ...bare, jump: 'second' };
  const settings = effective(host, second);
  expect(settings.has('proxyjump')).toBe(false);
  expect(settings.get('proxycommand')).toBe("/bin/sh /tmp/nest/hop-1 '[%h]:%p'");
  const scripts = hopScripts(stopOf(host, second), nest, { keepaliveMs: 10_000 });
  expect(scripts.map(({ file }) => file)).toEqual(['/tmp/nest/hop-0', '/tmp/nest/hop-1']);
  const [toFirst = [], toSecond = []] = scripts.map(({ text }) => wordsOf(text));
  const careful = [
    'BatchMode=yes',
    'StrictHostKeyChecking=yes',
    'ClearAllForwardings=yes',
    'ForwardAgent=no',
    'ForwardX11=no',
    'PermitLocalCommand=no',
  ];
  expect(toFirst).toEqual(
    expect.arrayContaining([...careful, "User=o'brien", 'IdentityFile="/keys/100%% mine"']),
  );
  expect(toFirst).not.toContain('UserKnownHostsFile=/tmp/nest/pins');
  expect(toFirst.slice(-4)).toEqual(['-W', '[far]:2200', '--', 'first']);
  const pins = ['UserKnownHostsFile=/tmp/nest/pins', 'HostKeyAlias=fleetwright-pinned-1'];
  const through = "ProxyCommand=/bin/sh /tmp/nest/hop-0 '[%h]:%p'";
  expect(toSecond).toEqual(
    expect.arrayContaining([...careful, ...pins, through, 'HostName=10.0.0.2', 'Port=2022']),
  );
  expect(toSecond.slice(-4)).toEqual(['-W', '[far]:2200', '--', 'second']);
});

test('a jump of `none` is none', () => {
  expect(effective({ ...bare, jump: 'none' }).get('proxycommand')).toBeUndefined();
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
