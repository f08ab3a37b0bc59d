import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from '@jest/globals';
import { examine } from '../../src/doctor/examine.ts';
import { connector } from '../../src/hosts/connector.ts';
import { neededSecrets } from '../../src/hosts/secrets.ts';
import type { Host } from '../../src/model/host.ts';
import { later, makeLab, miss, reach } from '../hosts/support/lab.ts';
import type { Lab } from '../hosts/support/lab.ts';
import { script, seen } from '../hosts/support/result.ts';
import { useFleet } from './support/fleet.ts';

const fleet = useFleet({ count: 3 });

/** A host of the fleet without its pinned key: known_hosts decides. */
function host(index: number, more: Partial<Host> = {}): Host {
  const { name, address } = fleet().host(index);
  const base: Host = { name, address, user: 'deploy', connection: 'ssh', become: 'sudo', vars: {} };
  return { ...base, identityFile: fleet().sandbox.identity, ...more };
}

function knownLab(): Lab {
  const lab = makeLab();
  const keys = fleet().hosts.map(({ address, hostKey }) => `${address} ${hostKey}\n`);
  lab.write('known_hosts', keys.join(''));
  return lab;
}

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const act of undo.splice(0).reverse()) await act();
});

test('a key that nobody knows, a changed and a revoked one are refused; a hashed name is known', async () => {
  const { address, hostKey } = fleet().host(1);
  const other = fleet().host(2).hostKey;
  const lab = makeLab();
  const options = { controller: lab.controller };
  const print =
    execFileSync('ssh-keygen', ['-lf', '-'], { input: hostKey, encoding: 'utf8' }).split(' ')[1] ?? '';
  const unknown = await miss(host(1), options);
  expect(unknown).toMatchObject({ stage: 'host-key', message: expect.stringContaining(print) });
  lab.write('known_hosts', `${address} ${other}\n`);
  expect((await miss(host(1), options)).message).toContain('has changed');
  lab.write('known_hosts', `${address} ${hostKey}\n@revoked * ${hostKey}\n`);
  expect((await miss(host(1), options)).message).toContain('is revoked');
  // What the message advises: ssh-keyscan, and here hashed as Debian's ssh_config has it.
  lab.write('known_hosts', execFileSync('ssh-keyscan', ['-H', address], { encoding: 'utf8', stdio: 'pipe' }));
  await reach(host(1), options);
});

test('a host is reached over two others, and each of the three is checked', async () => {
  const lab = knownLab();
  const [one, two, three] = fleet().hosts.map(({ address }) => address);
  lab.write('config', `Host *\n  User deploy\n  IdentityFile ${fleet().sandbox.identity}\n`);
  const far = host(3, { jump: `${one ?? ''},${two ?? ''}` });
  const line = await reach(far, { controller: lab.controller });
  expect(seen(await line.run(script('echo "$SSH_CONNECTION"')))).toMatchObject({
    stdout: expect.stringMatching(new RegExp(`^${two ?? ''} \\d+ ${three ?? ''} 22\n$`)),
  });
  lab.write(
    'known_hosts',
    `${one ?? ''} ${fleet().host(1).hostKey}\n${three ?? ''} ${fleet().host(3).hostKey}\n`,
  );
  const refused = await miss(far, { controller: lab.controller });
  expect(refused).toMatchObject({ stage: 'host-key', message: expect.stringContaining(two ?? '') });
});

test('an agent opens what no file here does', async () => {
  const lab = knownLab();
  const agentSocket = lab.path('agent');
  const agent = spawn('ssh-agent', ['-D', '-a', agentSocket], { stdio: 'pipe' });
  later(() => agent.kill());
  await once(agent.stdout, 'data');
  execFileSync('ssh-add', ['-q', fleet().sandbox.identity], {
    env: { ...process.env, SSH_AUTH_SOCK: agentSocket },
  });
  const bare = { ...host(1), identityFile: lab.path('none') };
  const line = await reach(bare, { controller: { ...lab.controller, agentSocket } });
  expect(line.way?.key).toMatch(/^agent /);
});

test('a locked key opens with the passphrase that was asked for before the run', async () => {
  const lab = knownLab();
  const path = lab.path('locked');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'open sesame', '-f', path]);
  const line = execFileSync('cat', [`${path}.pub`], { encoding: 'utf8' });
  await fleet().host(1).must('cat >>/home/deploy/.ssh/authorized_keys', line);
  const own = host(1, { identityFile: path });
  const { controller } = lab;
  expect(await neededSecrets([own, host(2)], { controller })).toMatchObject([{ path, hosts: ['host-1'] }]);
  await reach(own, { controller, passphrases: new Map([[path, 'open sesame']]) });
  expect(await miss(own, { controller })).toMatchObject({
    stage: 'auth',
    message: expect.stringContaining('passphrase'),
  });
});

test('openssh takes what the inventory says over its configuration', async () => {
  const pinned = host(1, { connection: 'openssh', hostKeys: [fleet().host(1).hostKey] });
  const lab = makeLab();
  const line = await reach(pinned, { controller: lab.controller });
  expect(seen(await line.run(script('id -un')))).toMatchObject({ stdout: 'deploy\n' });
  const wrong = { ...pinned, hostKeys: [fleet().host(2).hostKey] };
  expect(await miss(wrong, { controller: lab.controller })).toMatchObject({ stage: 'host-key' });
  expect(await miss({ ...pinned, user: 'nobody' }, { controller: lab.controller })).toMatchObject({
    stage: 'auth',
  });
});

test('the machine itself is a host', async () => {
  const here: Host = { name: 'here', connection: 'local', become: 'sudo', vars: {} };
  const line = await reach(here, {});
  expect(seen(await line.run(script('id -u; cat', { privileged: true })))).toMatchObject({
    code: 0,
    stdout: '0\n',
  });
});

test('doctor finds nothing wrong with a healthy host, and what is wrong with others', async () => {
  const lab = knownLab();
  const connect = connector({ controller: lab.controller, connectTimeoutMs: 1000 });
  const states = async (index: number): Promise<Record<string, string>> => {
    const checks = await examine(host(index), connect);
    return Object.fromEntries(checks.map(({ check, state, detail }) => [check, `${state}: ${detail}`]));
  };
  const healthy = await states(1);
  expect(Object.entries(healthy).filter(([, text]) => !text.startsWith('ok'))).toEqual([]);
  expect(healthy).toMatchObject({ systemd: expect.stringContaining('252'), become: 'ok: by sudo' });
  await fleet().host(2).must('mv /usr/bin/git /usr/bin/git.away; mv /usr/bin/flock /usr/bin/flock.away');
  const full = await fleet().host(2).fillDisk('/var');
  undo.push(() => full.release());
  expect(await states(2)).toMatchObject({
    git: expect.stringMatching(/^warn/),
    tools: 'fail: missing: flock',
    'disk /var': expect.stringMatching(/^fail/),
  });
  await fleet().host(3).cutNetwork();
  undo.push(() => fleet().host(3).healNetwork());
  expect(await states(3)).toEqual({
    name: 'ok: passed',
    port: expect.stringMatching(/^fail: .*does not answer/),
  });
});
