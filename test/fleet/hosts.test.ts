import { afterEach, expect, test } from '@jest/globals';
import type { Connection, ScriptResult } from '../../src/hosts/connection.ts';
import type { ConnectOptions } from '../../src/hosts/options.ts';
import type { Host } from '../../src/model/host.ts';
import { makeLab, miss, reach } from '../hosts/support/lab.ts';
import type { Lab } from '../hosts/support/lab.ts';
import { script, seen } from '../hosts/support/result.ts';
import { useFleet } from './support/fleet.ts';
import { allUsers, locked } from './support/users.ts';

const fleet = useFleet({ count: 1, users: allUsers });

/** The fleet's host as an inventory would have it, with its key pinned. */
function host(more: Partial<Host> = {}): Host {
  const { name, address, hostKey } = fleet().host(1);
  const identityFile = fleet().sandbox.identity;
  const base: Host = {
    name,
    address,
    identityFile,
    user: 'deploy',
    connection: 'ssh',
    become: 'sudo',
    vars: {},
  };
  return { ...base, hostKeys: [hostKey], ...more };
}

function go(
  more: Partial<Host> = {},
  options: ConnectOptions = {},
  lab: Lab = makeLab(),
): Promise<Connection> {
  return reach(host(more), { controller: lab.controller, ...options });
}

const asRoot = (text: string) => script(text, { privileged: true });
const whoami = asRoot('id -u; id -un; echo "$0"; cat');
const root = { type: 'exited', code: 0, stdout: '0\nroot\n/bin/sh\n', stderr: '' };

/** Changes a file on the host for one test. */
async function set(path: string, text: string): Promise<void> {
  const before = await fleet().host(1).exec(['cat', path]);
  await fleet()
    .host(1)
    .must(`cat >'${path}'`, text + before.stdout);
  undo.push(() =>
    fleet()
      .host(1)
      .must(before.code === 0 ? `cat >'${path}'` : `rm '${path}'`, before.stdout),
  );
}

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const act of undo.splice(0).reverse()) await act();
});

test.each(['ssh', 'openssh'] as const)(
  '%s: a script means the same whatever the login shell is',
  async (connection) => {
    for (const user of ['deploy', 'fishy', 'cshy']) {
      const line = await go({ user, connection });
      expect(seen(await line.run(whoami))).toEqual(root);
      const odd = `printf '%s\\n' 'a!b' '~' "$((1+1))" '\\' >&2; id -un; exit 9`;
      const result = seen(await line.run(script(odd)));
      expect(result).toEqual({ type: 'exited', code: 9, stdout: `${user}\n`, stderr: 'a!b\n~\n2\n\\\n' });
    }
  },
);

test.each(['ssh', 'openssh'] as const)('%s: what .bashrc prints is no output', async (connection) => {
  await set('/home/deploy/.bashrc', 'echo hello from bashrc; printf "no end"\n');
  expect(seen(await (await go({ connection })).run(whoami))).toEqual(root);
});

test.each(['ssh', 'openssh'] as const)(
  '%s: sudo takes its password, once and only if it asks',
  async (connection) => {
    const becomePassword = locked.password ?? '';
    expect(seen(await (await go({ user: 'locked', connection }, { becomePassword })).run(whoami))).toEqual(
      root,
    );
    expect(seen(await (await go({ connection }, { becomePassword: 'touch /tmp/ran' })).run(whoami))).toEqual(
      root,
    );
    const without = await (await go({ user: 'locked', connection })).run(whoami);
    expect(without).toMatchObject({ type: 'refused', message: expect.stringContaining('or use -K') });
    expect((await fleet().host(1).exec('ls /tmp/ran')).code).not.toBe(0);
    const said = await fleet().host(1).must('journalctl --no-pager -o cat');
    expect(said).not.toContain(becomePassword);
    expect(said).not.toContain('/tmp/ran');
  },
);

test.each(['ssh', 'openssh'] as const)('%s: a wrong password is one try', async (connection) => {
  const tries = async (): Promise<number> => {
    const said = await fleet().host(1).must('journalctl --no-pager -o cat -t sudo');
    return said.split('\n').filter((line) => line.includes('authentication failure')).length;
  };
  const before = await tries();
  const line = await go({ user: 'locked', connection }, { becomePassword: 'wrong' });
  const result = await line.run(asRoot('touch /tmp/ran\n'.repeat(9)));
  expect(result).toMatchObject({ type: 'refused', message: expect.stringContaining('did not accept') });
  expect((await tries()) - before).toBe(1);
  expect((await fleet().host(1).exec('ls /tmp/ran')).code).not.toBe(0);
});

test('use_pty and a lecture change nothing; requiretty is told in sudo’s own words', async () => {
  await set('/etc/sudoers.d/zz-test', 'Defaults use_pty, lecture=always\n');
  expect(seen(await (await go()).run(whoami))).toEqual(root);
  const becomePassword = locked.password ?? '';
  expect(seen(await (await go({ user: 'locked' }, { becomePassword })).run(whoami))).toMatchObject({
    stdout: root.stdout,
  });
  await set('/etc/sudoers.d/zz-test', 'Defaults:deploy requiretty\n');
  const result: ScriptResult = await (await go()).run(whoami);
  expect(result).toMatchObject({ type: 'refused', message: expect.stringMatching(/sudo said: .*tty/) });
});

test('doas lets in whom it may, and says what is missing', async () => {
  expect(seen(await (await go({ user: 'doer', become: 'doas' })).run(whoami))).toEqual(root);
  const refused = await (await go({ user: 'plain', become: 'doas' })).run(whoami);
  expect(refused).toMatchObject({
    type: 'refused',
    message: expect.stringContaining('permit nopass plain as root'),
  });
  const plain = await (await go({ user: 'plain' })).run(whoami);
  expect(plain).toMatchObject({
    type: 'refused',
    message: expect.stringContaining('plain ALL=(ALL) NOPASSWD'),
  });
});

test('root needs no sudo, and a missing one is told to others', async () => {
  await fleet().host(1).must('mkdir -p /root/.ssh && cp /home/deploy/.ssh/authorized_keys /root/.ssh/');
  await fleet().host(1).must('mv /usr/bin/sudo /usr/bin/sudo.away');
  undo.push(() => fleet().host(1).must('mv /usr/bin/sudo.away /usr/bin/sudo'));
  for (const connection of ['ssh', 'openssh'] as const)
    expect(seen(await (await go({ user: 'root', connection })).run(whoami))).toEqual(root);
  const refused = await (await go()).run(whoami);
  expect(refused).toMatchObject({
    type: 'refused',
    message: expect.stringContaining('sudo is not installed'),
  });
});

test('a login shell that lets nobody in is told', async () => {
  for (const shell of ['/usr/sbin/nologin', '/bin/false']) {
    await fleet().host(1).must(['usermod', '-s', shell, 'plain']);
    undo.push(() => fleet().host(1).must(['usermod', '-s', '/bin/bash', 'plain']));
    const result = await (await go({ user: 'plain' })).run(whoami);
    expect(result).toMatchObject({
      type: 'refused',
      message: expect.stringContaining('the login shell of plain'),
    });
  }
});

test('one script costs two round trips on a long line', async () => {
  const path = await fleet().host(1).delay(200);
  undo.push(() => path.close());
  const line = await go({ address: path.address, port: path.port });
  const start = performance.now();
  expect(seen(await line.run(asRoot(`# ${'x'.repeat(60_000)}\necho out; cat`)))).toMatchObject({
    stdout: 'out\n',
  });
  expect((performance.now() - start) / 200).toBeLessThan(2.9);
});

test('a host whose network goes away is noticed, by either client', async () => {
  const lines = [
    await go({}, { keepaliveMs: 300 }),
    await go({ connection: 'openssh' }, { keepaliveMs: 1000 }),
  ];
  const running = lines.map((line) => line.run(asRoot('echo begun; sleep 300')));
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await fleet().host(1).cutNetwork();
  undo.push(() => fleet().host(1).healNetwork());
  for (const result of await Promise.all(running))
    expect(seen(result)).toMatchObject({ type: 'lost', stdout: 'begun\n' });
  const lab = makeLab();
  for (const connection of ['ssh', 'openssh'] as const) {
    const options = { controller: lab.controller, connectTimeoutMs: 1000 };
    expect(await miss(host({ connection }), options)).toMatchObject({ stage: 'connect' });
  }
});

test('openssh: 255 of a script is its own', async () => {
  const line = await go({ connection: 'openssh' });
  expect(seen(await line.run(asRoot('exit 255')))).toMatchObject({ type: 'exited', code: 255 });
  expect(seen(await line.run(whoami))).toEqual(root);
});
