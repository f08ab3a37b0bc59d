import { execFileSync } from 'node:child_process';
import { beforeAll, expect, test } from '@jest/globals';
import { later, makeLab, miss, reach } from '../support/lab.ts';
import type { Lab } from '../support/lab.ts';
import { makePair, startServer } from '../support/ssh-server.ts';
import type { Pair } from '../support/ssh-server.ts';

let keys: Readonly<Record<'ed25519' | 'ecdsa' | 'rsa' | 'other', Pair>>;
beforeAll(() => {
  const ed25519 = makePair('ed25519');
  keys = { ed25519, ecdsa: makePair('ecdsa'), rsa: makePair('rsa'), other: makePair('ed25519') };
});

async function serve(): Promise<{ port: number; lab: Lab }> {
  const hostKeys = [keys.ed25519, keys.ecdsa, keys.rsa];
  const server = await startServer({ hostKeys, accepted: 'any' });
  later(() => server.close());
  const lab = makeLab();
  lab.write('id_ed25519', keys.other.privateText);
  return { port: server.port, lab };
}

test('an unknown key is refused with its fingerprint, and with what to do', async () => {
  const { port, lab } = await serve();
  const refused = await miss(lab.host(port), { controller: lab.controller });
  const shown = execFileSync('ssh-keygen', ['-lf', '-'], {
    input: keys.ed25519.publicLine,
    encoding: 'utf8',
  });
  expect(refused).toMatchObject({ stage: 'host-key' });
  expect(refused.message).toContain(`unknown: ssh-ed25519 ${shown.split(' ')[1] ?? ''}`);
  expect(refused.fix).toContain(`ssh-keyscan -p ${port} 127.0.0.1 >> ${lab.path('known_hosts')}`);
  expect(refused.fix).toContain(`host_key: "${keys.ed25519.publicLine}"`);
});

test('a changed key is refused, and the line that disagrees is named', async () => {
  const { port, lab } = await serve();
  lab.know(port, keys.other);
  const refused = await miss(lab.host(port), { controller: lab.controller });
  expect(refused.message).toContain(`has changed: it shows ssh-ed25519`);
  expect(refused.message).toContain(`${lab.path('known_hosts')}:1 has another`);
  expect(refused.fix).toContain(`ssh-keygen -R '[127.0.0.1]:${port}'`);
});

test('a revoked key is refused as such', async () => {
  const { port, lab } = await serve();
  lab.write('known_hosts', `* ${keys.ed25519.publicLine}\n@revoked * ${keys.ed25519.publicLine}\n`);
  const refused = await miss(lab.host(port), { controller: lab.controller });
  expect(refused.message).toContain(`is revoked`);
  expect(refused.message).toContain('known_hosts:2');
});

test('a host that only an authority vouches for needs the system’s ssh', async () => {
  const { port, lab } = await serve();
  lab.write('known_hosts', `@cert-authority * ${keys.other.publicLine}\n`);
  expect((await miss(lab.host(port), { controller: lab.controller })).fix).toContain('connection: openssh');
});

test.each(['ecdsa', 'rsa'] as const)(
  'a host of which only an %s key is known shows that one',
  async (type) => {
    const { port, lab } = await serve();
    lab.know(port, keys[type]);
    const connection = await reach(lab.host(port), { controller: lab.controller });
    expect(connection.way?.hostKey).toContain(keys[type].publicLine.split(' ')[0]);
  },
);

test('so it does when its name is hashed', async () => {
  const { port, lab } = await serve();
  lab.know(port, keys.rsa);
  execFileSync('ssh-keygen', ['-q', '-H', '-f', lab.path('known_hosts')], { stdio: 'ignore' });
  const connection = await reach(lab.host(port), { controller: lab.controller });
  expect(connection.way?.hostKey).toMatch(/^ssh-rsa /);
});

test('a type that the host does not have is told with the ones that are known', async () => {
  const { port, lab } = await serve();
  lab.write('known_hosts', `[127.0.0.1]:${port} ecdsa-sha2-nistp384 AAAA\n`);
  const refused = await miss(lab.host(port), { controller: lab.controller });
  expect(refused.message).toContain('no ssh-ed25519 host key of web1 is known, only ecdsa-sha2-nistp384');
});

test('a pinned key is trusted whatever the files say, and nothing else is', async () => {
  const { port, lab } = await serve();
  lab.know(port, keys.other);
  const pinned = lab.host(port, { hostKeys: [keys.ecdsa.publicLine] });
  expect((await reach(pinned, { controller: lab.controller })).way?.hostKey).toContain('ecdsa');
  lab.know(port, keys.ed25519);
  const wrong = lab.host(port, { hostKeys: [keys.other.publicLine] });
  const refused = await miss(wrong, { controller: lab.controller });
  expect(refused.message).toContain('host_key in the inventory has another');
  expect(refused.fix).toContain('change the `host_key`');
});

test('a pinned key that the files revoke is refused', async () => {
  const { port, lab } = await serve();
  const pinned = lab.host(port, { hostKeys: [keys.ed25519.publicLine] });
  lab.write('known_hosts', `@revoked [127.0.0.1]:${port} ${keys.ed25519.publicLine}\n`);
  const refused = await miss(pinned, { controller: lab.controller });
  expect(refused.message).toContain(`${lab.path('known_hosts')}:1`);
  expect(refused.message).toContain('is revoked');
  execFileSync('ssh-keygen', ['-q', '-H', '-f', lab.path('known_hosts')], { stdio: 'ignore' });
  expect((await miss(pinned, { controller: lab.controller })).message).toContain('is revoked');
  lab.write('known_hosts', `@revoked * ${keys.ed25519.publicLine}\n`);
  expect((await miss(pinned, { controller: lab.controller })).message).toContain('is revoked');
  lab.write('known_hosts', `@revoked * ${keys.other.publicLine}\n`);
  await reach(pinned, { controller: lab.controller });
});

test('a list of revoked keys that only ssh reads needs the system’s ssh, also when a key is pinned', async () => {
  const { port, lab } = await serve();
  const refusal = { stage: 'config', fix: expect.stringContaining('use `connection: openssh`') };
  const pinned = lab.host(port, { hostKeys: [keys.ed25519.publicLine] });
  lab.write('config', 'RevokedHostKeys ~/.ssh/revoked\n');
  expect(await miss(pinned, { controller: lab.controller })).toMatchObject(refusal);
  lab.write('config', 'Match exec "true"\n  RevokedHostKeys ~/.ssh/revoked\n');
  expect((await miss(pinned, { controller: lab.controller })).fix).toContain('`connection: openssh`');
  lab.write('config', 'RevokedHostKeys none\n');
  await reach(pinned, { controller: lab.controller });
});

test('ssh_config names the files and the alias to look under', async () => {
  const { port, lab } = await serve();
  lab.write('own', `fleet ${keys.ed25519.publicLine}\n`);
  lab.write('config', 'Host web1\n  HostKeyAlias fleet\n  UserKnownHostsFile ~/.ssh/own\n');
  await reach(lab.host(port), { controller: lab.controller });
});
