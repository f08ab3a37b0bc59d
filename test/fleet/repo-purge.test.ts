import { expect, test } from '@jest/globals';
import { gitServer } from './support/git-server.ts';
import { useWorkbench } from './support/workbench.ts';
import type { Entry } from './support/workbench.ts';

const bench = useWorkbench({ count: 2 });
const path = '/opt/app';
const policy = '/etc/fleetwright/repos.d/app.policy';

async function begin(more: Entry = {}): Promise<string> {
  const { host, declare, apply } = bench();
  const server = await gitServer(host(2));
  const commit = await server.commit({ version: '1\n', '.gitignore': '.env\n' }, 'the first');
  const entry = { path, url: server.url, insecure: true, owner: 'deploy', health: { settle: '0s' }, ...more };
  await declare([], { hosts: 'host-1', repos: [entry] });
  expect((await apply()).code).toBe(0);
  return commit.trim();
}

const there = (what: string): Promise<string> =>
  bench().host(1).must(`for one in ${what}; do if [ -e "$one" ]; then echo "$one"; fi; done`);
const all = `${path} ${path}.releases ${policy} /var/lib/fleetwright/repos/app`;
const purge = ['updates', 'remove', 'app', '--purge'];

test('a checkout that is purged is told of, goes whole, and comes back with a rollback', async () => {
  const { host, run } = bench();
  const commit = await begin();
  const git = `cd ${path}; setpriv --reuid deploy --clear-groups git -c user.name=d -c user.email=d@e`;
  await host(1).must(
    `${git} commit -q --allow-empty -m 'my own'; echo mine >version; echo secret >.env; chown deploy .env`,
  );
  const shown = await run([...purge, '--check']);
  for (const words of [
    'commit was never pushed',
    'my own',
    'file is changed or new: version',
    'ignores',
    '.env',
  ])
    expect(shown.stdout).toContain(words);
  expect(await there(all)).toBe(`${path}\n${policy}\n/var/lib/fleetwright/repos/app\n`);
  expect((await run(purge)).code).toBe(64);
  const gone = await run([...purge, '--yes']);
  expect([gone.code, await there(all)]).toEqual([0, '']);
  const back = await run(['rollback', 'last', '--yes']);
  expect([back.code, back.stderr]).toEqual([0, expect.any(String)]);
  expect(
    await host(1).must(
      `cat ${path}/version ${path}/.env; git -c safe.directory='*' -C ${path} log --format=%s%H -n 2`,
    ),
  ).toContain(`mine\nsecret\nmy own`);
  expect(await host(1).must(`sed -n s/^commit=//p /var/lib/fleetwright/repos/app/state`)).toBe(`${commit}\n`);
});

test('nothing goes that is not what the policy names, and what changes meanwhile stays', async () => {
  const { host, run } = bench();
  await begin();
  await host(1).must(`mv ${path} /opt/elsewhere; ln -s elsewhere ${path}`);
  const link = await run([...purge, '--yes']);
  expect([link.code, link.stdout + link.stderr]).toEqual([3, expect.stringContaining('is a symbolic link')]);
  await host(1).must(
    `rm ${path}; mv /opt/elsewhere ${path}; git -c safe.directory='*' -C ${path} remote set-url origin https://x.example.org/`,
  );
  const other = await run([...purge, '--yes']);
  expect(other.stdout + other.stderr).toContain('has the remote https://x.example.org/');
  expect(await there(`${path}/version ${policy}`)).toBe(`${path}/version\n${policy}\n`);
  await host(1).must(`sed -i 's|^path=.*|path=/etc|' ${policy}`);
  const system = await run([...purge, '--yes']);
  expect(system.stdout + system.stderr).toContain('/etc lies in /etc');
});

test('releases go with their link; on a file system of its own nothing can be kept', async () => {
  const { host, run } = bench();
  await host(1).must('mkdir -p /srv/own; mount -t tmpfs none /srv/own');
  try {
    await begin({ name: 'app', path: '/srv/own/app', layout: 'releases' });
    const shown = await run([...purge, '--check']);
    expect(shown.stdout.replaceAll(/\s+/g, ' ')).toContain('for good: it is not on the file system');
    expect((await run([...purge, '--yes'])).code).toBe(0);
    expect(await host(1).must('ls -A /srv/own')).toBe('');
    const back = await run(['rollback', 'last', '--check']);
    expect((back.stdout + back.stderr).replaceAll(/\s+/g, ' ')).toContain(
      'does not come back: this host did not keep it',
    );
  } finally {
    await host(1).must('umount /srv/own');
  }
});

test('by hand, hosts are updated in the batches of the play, the next only while those before are well', async () => {
  const { host, declare, apply, run } = bench();
  const server = await gitServer(host(2));
  await server.commit({ version: '1\n' }, 'the first');
  const entry = { path, url: server.url, insecure: true, owner: 'deploy', health: { settle: '0s' } };
  const build = { run: ['test "$(cat version)" != bad'] };
  await declare([], { rollout: { batches: [1, '100%'] }, repos: [{ ...entry, build }] });
  expect((await apply()).code).toBe(0);
  const env = { FLEETWRIGHT_PLAYBOOK: 'playbook.yaml' };
  const update = (...flags: readonly string[]): ReturnType<typeof run> =>
    run(['updates', 'run', 'app', '--yes', ...flags], { env });
  await server.commit({ version: 'bad\n' }, 'bad');
  const bad = await update();
  expect([bad.code, bad.stdout]).toEqual([5, 'host-1  failed; went back\n']);
  expect(bad.stderr).toMatch(
    /batch 1 of 2: host-1\n[^]*not begun on 1 host: too many hosts before are not well\n/,
  );
  await server.commit({ version: '2\n' }, 'good');
  const good = await update();
  expect([good.code, good.stdout]).toEqual([0, 'host-1  done\nhost-2  done\n']);
  expect(good.stderr).toMatch(/batch 1 of 2: host-1\n[^]*batch 2 of 2: host-2\n/);
  expect((await update('--batches', '100%')).stderr).not.toContain('batch 1');
  const unconfigured = await run(['updates', 'run', 'app', '--yes']);
  expect(unconfigured.stderr).toMatch(/batch 1 of 2: host-1\n[^]*batch 2 of 2: host-2\n/);
  const ask = (...words: readonly string[]): ReturnType<typeof run> => run(['updates', ...words]);
  expect((await ask('status', 'ap')).code).toBe(1);
  expect((await ask('run', 'app')).stderr).not.toContain('--check');
  await host(2).must('rm /etc/fleetwright/repos.d/app.policy');
  expect((await ask('verify', 'app', 'host-1', 'host-2')).stderr).toBe('host-2  has no repository app\n');
  await declare([], { rollout: { batches: ['many'] }, repos: [entry] });
  const wrong = await update();
  expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('--batches says so here')]);
});
