import { expect, test } from '@jest/globals';
import { listing, startOf, stateOf, unitsIn } from './support/ask.ts';
import { leftOf } from './support/hold.ts';
import { here, source, textsOf, treeOf } from './support/trees.ts';
import { atOnce, hostPlan, sleeper, stepLines, useWorkbench } from './support/workbench.ts';
import type { Entry } from './support/workbench.ts';

// host-2 is reached by the system's ssh.
const bench = useWorkbench({ count: 2, project: { hosts: { 'host-2': { connection: 'openssh' } } } });
const app = '/opt/app';
const tree = (more: Entry = {}): Entry => ({
  hosts: 'host-1',
  trees: [{ source: 'tree', path: app, ...more }],
});
const files = { 'a.txt': 'a\n', 'sub/b.txt': 'b\n', 'sub/c.txt': 'c\n', 'd.txt': 'd\n' };

test('a first copy has contents, modes, links and empty directories; the next touches nothing', async () => {
  const { declare, apply, plan, host, project } = bench();
  await source(project, files);
  await here(
    project,
    'cd tree; chmod 750 a.txt sub; ln -s ../../etc/passwd out; mkdir -p none/here; chmod 4755 d.txt',
  );
  await declare([], tree({ owner: 'deploy:deploy' }));
  expect((await apply()).results['host-1']).toMatchObject({ outcome: 'changed', stepsDone: 1 });
  expect(await textsOf(host(1), app)).toEqual({
    'a.txt': 'a',
    'd.txt': 'd',
    'sub/b.txt': 'b',
    'sub/c.txt': 'c',
  });
  expect(await host(1).must(`cd ${app}; stat -c '%a %U:%G %n' a.txt sub d.txt none/here; readlink out`)).toBe(
    '750 deploy:deploy a.txt\n750 deploy:deploy sub\n755 deploy:deploy d.txt\n755 deploy:deploy none/here\n../../etc/passwd\n',
  );
  const before = await listing(host(1), '/opt', '/var/lib/fleetwright');
  const second = await apply();
  expect([second.code, second.results['host-1']?.outcome]).toEqual([0, 'unchanged']);
  expect((await plan()).summary).toMatchObject({ converged: 1, steps: 0 });
  expect(await listing(host(1), '/opt', '/var/lib/fleetwright')).toEqual(before);
  expect(await leftOf(host(1))).toBe('');
});

test('only what differs is written; a text is shown as a diff; a run is taken back exactly', async () => {
  const { declare, apply, plan, run, host, project } = bench();
  await source(project, files);
  await declare([], tree({ delete: true }));
  await apply();
  await host(1).must(`echo own >${app}/own.txt; chown deploy ${app}/d.txt`);
  const before = await treeOf(host(1), app);
  const inodes = await host(1).must(`stat -c %i ${app}/sub/c.txt`);
  await source(project, { 'a.txt': 'A\n', 'sub/c.txt': 'c\n', 'd.txt': 'd\n', 'new/e.txt': 'e\n' });
  await here(project, 'chmod 600 tree/d.txt');
  const [change] = hostPlan(await plan()).changes;
  expect(change?.differences).toEqual([
    { field: 'added', from: null, to: '1 file, 1 directory (2 bytes): new/, new/e.txt' },
    { field: 'changed', from: null, to: '1 file (2 bytes): a.txt' },
    { field: 'owner or mode', from: null, to: '1 file (2 bytes): d.txt' },
    { field: 'deleted', from: null, to: '1 file (2 bytes): sub/b.txt' },
    { field: 'files/a.txt', diff: expect.stringContaining('-a\n+A\n') },
  ]);
  expect((await apply()).code).toBe(0);
  expect(await textsOf(host(1), app)).toEqual({
    ...{ 'a.txt': 'A', 'd.txt': 'd', 'new/e.txt': 'e', 'own.txt': 'own', 'sub/c.txt': 'c' },
  });
  expect(await host(1).must(`stat -c '%a %U' ${app}/d.txt; stat -c %i ${app}/sub/c.txt`)).toBe(
    `600 deploy\n${inodes}`,
  );
  expect((await plan()).summary.steps).toBe(0);
  expect((await run(['rollback', 'last', '--yes'])).code).toBe(0);
  expect(await treeOf(host(1), app)).toBe(before);
  expect(await leftOf(host(1))).toBe('');
});

test('a first copy is taken back whole, or when that fails is there again', async () => {
  const { declare, apply, run, host, project } = bench();
  await source(project, files);
  await host(1).must(`cat >${unitsIn}/fw-own.service && systemctl daemon-reload`, sleeper());
  await host(1).must('systemctl start fw-own.service');
  await declare([], tree({ restarts: ['fw-own.service'] }));
  const [started] = (await apply()).events;
  const id = started?.type === 'run-started' ? started.run : '';
  const before = await treeOf(host(1), app);
  const needs = `[Service]\nExecStartPre=/bin/test -e ${app}/a.txt\n`;
  const drop = `${unitsIn}/fw-own.service.d`;
  await host(1).must(`mkdir ${drop}; cat >${drop}/needs.conf; systemctl daemon-reload`, needs);
  expect((await run(['rollback', id, '--yes'])).code).toBe(5);
  expect(await treeOf(host(1), app)).toBe(before);
  expect(await stateOf(host(1), 'fw-own.service')).toBe('active');
  await host(1).must(`rm -r ${drop}; systemctl daemon-reload`);
  expect((await run(['rollback', id, '--yes'])).code).toBe(0);
  expect(await host(1).must('ls -A /opt')).toBe('');
  expect((await run(['rollback', 'last', '--yes'])).code).toBe(0);
  expect(await textsOf(host(1), app)).toEqual({
    'a.txt': 'a',
    'd.txt': 'd',
    'sub/b.txt': 'b',
    'sub/c.txt': 'c',
  });
  await host(1).must(`echo own >${app}/own.txt`);
  expect((await run(['rollback', id, '--yes'])).code).toBe(0);
  expect(await textsOf(host(1), app)).toEqual({ 'own.txt': 'own' });
  expect(await leftOf(host(1))).toBe('');
});

test('names of any bytes come through, and go again', async () => {
  const { declare, apply, plan, host, project } = bench();
  await source(project, { 'keep.txt': 'k' });
  await here(
    project,
    `cd tree; mkdir -- -d $'raw\\xff'; for n in ' sp ace ' $'new\\nline' "q'u\\"o" -rf '*' '\\' $'tab\\t' 'é' 'E' 'e' $'\\x01' '$(reboot)' "$(printf 'x%.0s' {1..250})"; do printf '%s' "$n" >"$n"; printf 1 >"-d/$n"; printf 2 >$'raw\\xff'/"$n"; ln -s "$n" "link $n" || :; done`,
  );
  await declare([], tree({ delete: true }));
  expect((await apply()).code).toBe(0);
  const script =
    "find . -type f -print0 | sort -z | xargs -0 sha256sum -z | tr '\\0' '|'; find . -printf '%y%p %l|' | tr '|' '\\n' | sort | base64 -w0";
  expect(await host(1).must(`cd ${app}; ${script}`)).toBe(
    await here(project, `cd tree; LC_ALL=C; export LC_ALL; ${script}`),
  );
  expect((await plan()).summary.steps).toBe(0);
  await source(project, { 'keep.txt': 'k' });
  expect((await apply(['--allow-delete', '1000'])).code).toBe(0);
  expect(await host(1).must(`ls -A ${app}`)).toBe('keep.txt\n');
});

test('classes: what is excluded or protected stays as it is, data can stay here, secrets do unless asked for', async () => {
  const { declare, apply, plan, host, project } = bench();
  await source(project, {
    'a.txt': 'a',
    'k.txt': 'k',
    'x.log': 'l',
    'db/data': 'here',
    'var/seed.csv': 's',
    '.env': 'SECRET=1\n',
  });
  const play = tree({
    delete: 'all',
    exclude: ['*.log'],
    protect: ['/db'],
    data: ['/var'],
    secrets: ['.env'],
  });
  await host(1).must(
    `mkdir -p ${app}/db ${app}/var; cd ${app}; echo there >db/data; echo up >var/up.csv; echo own >.env; echo old >gone.log; echo x >stray; printf a >a.txt; printf k >k.txt`,
  );
  await declare([], play);
  expect((await apply(['--exclude-data'])).code).toBe(0);
  const kept = { 'db/data': 'there', 'var/up.csv': 'up', 'gone.log': 'old', 'a.txt': 'a', 'k.txt': 'k' };
  expect(await textsOf(host(1), app)).toEqual({ ...kept, '.env': 'own' });
  expect((await apply()).code).toBe(0);
  expect(await textsOf(host(1), app)).toEqual({ ...kept, '.env': 'own', 'var/seed.csv': 's' });
  expect(JSON.stringify(await plan('--include-secrets'))).not.toContain('SECRET');
  expect((await apply(['--include-secrets'])).code).toBe(0);
  expect(await textsOf(host(1), app)).toEqual({ ...kept, '.env': 'SECRET=1', 'var/seed.csv': 's' });
});

test('a service is restarted once, after all files, and its own checks decide; when they fail the tree goes back', async () => {
  const { declare, apply, plan, host, project } = bench();
  await source(project, files);
  const health = { settle: '0s', command: `test ! -e ${app}/broken`, timeout: '1s' };
  const web: Entry = { name: 'web.service', file: sleeper(), active: true, health };
  const play = tree({ delete: true, restarts: ['web.service'] });
  await declare([web], play);
  expect((await apply()).code).toBe(0);
  expect((await plan()).summary.steps).toBe(0);
  await source(project, { ...files, 'a.txt': 'A\n' });
  await declare([{ ...web, file: sleeper('Environment=A=1') }], play);
  expect(stepLines(await plan())).toEqual([
    ...[`place ${app}`, 'write /etc/systemd/system/web.service', 'daemon-reload'],
    ...['restart web.service', 'health web.service'],
  ]);
  expect((await apply()).results['host-1']).toMatchObject({ outcome: 'changed', stepsDone: 5 });
  const before = [await treeOf(host(1), app), await listing(host(1), '/etc/systemd/system')];
  await source(project, {
    broken: '',
    'd.txt': 'D\n',
    'sub/b.txt': 'b\n',
    'sub/c.txt': 'c\n',
    'deep/er/x': 'x',
  });
  const failed = await apply();
  expect([failed.code, failed.results['host-1']?.outcome]).toEqual([5, 'rolled-back']);
  expect([await treeOf(host(1), app), await listing(host(1), '/etc/systemd/system')]).toEqual(before);
  expect(await stateOf(host(1), 'web.service')).toBe('active');
  expect(await leftOf(host(1))).toBe('');
  await source(project, { ...files, 'a.txt': 'A\n' });
  expect((await plan()).summary.steps).toBe(0);
});

test('a restart that a run did not come to is due in the next', async () => {
  const { declare, apply, plan, host, project } = bench();
  await source(project, files);
  const web: Entry = { name: 'web.service', file: sleeper(), active: true, health: atOnce };
  await declare([web], tree({ restarts: ['web.service'] }));
  await apply();
  const before = await startOf(host(1), 'web.service');
  await host(1).must('sleep 0.1; touch /var/lib/fleetwright/trees/*');
  expect(stepLines(await plan())).toEqual(['restart web.service', 'health web.service']);
  expect((await apply()).code).toBe(0);
  expect(await startOf(host(1), 'web.service')).not.toBe(before);
  expect((await plan()).summary.steps).toBe(0);
});

test('a mass deletion is blocked with the number that allows it; an empty or vanished source is an error', async () => {
  const { declare, apply, plan, run, host, project } = bench();
  await source(project, files);
  await declare([], tree({ delete: true }));
  await apply();
  await source(project, { 'a.txt': 'a\n' });
  const before = await treeOf(host(1), app);
  const blocked = hostPlan(await plan());
  expect([blocked.status, blocked.reasons]).toEqual([
    'blocked',
    [expect.stringContaining('3 of its 4 files would be deleted')],
  ]);
  expect(blocked.reasons?.join()).toContain('--allow-delete 3');
  expect((await apply(['--allow-delete', '2'])).results['host-1']?.outcome).toBe('blocked');
  for (const empty of ['rm tree/a.txt', 'rmdir tree']) {
    await here(project, empty);
    const { code, stderr } = await run(['apply', 'playbook.yaml', '--yes']);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/nothing in it|no such directory/)]);
  }
  expect(await treeOf(host(1), app)).toBe(before);
  await source(project, { 'a.txt': 'a\n' });
  expect((await apply(['--allow-delete', '3'])).code).toBe(0);
  expect(await textsOf(host(1), app)).toEqual({ 'a.txt': 'a' });
});

test('sorts change into each other, and back', async () => {
  const { declare, apply, plan, run, host, project } = bench();
  await source(project, { one: 'file', 'two/x': 'x', 'two/y/z': 'z', three: 'file' });
  await here(project, 'ln -s one tree/four');
  await declare([], tree({ delete: 'all' }));
  await apply();
  const before = await treeOf(host(1), app);
  await source(project, { 'one/in/side': 's', two: 'now a file', 'four/f': 'f' });
  await here(project, 'ln -s nowhere tree/three');
  expect((await apply(['--allow-delete', '9'])).code).toBe(0);
  expect(await textsOf(host(1), app)).toEqual({ 'one/in/side': 's', two: 'now a file', 'four/f': 'f' });
  expect(await host(1).must(`readlink ${app}/three`)).toBe('nowhere\n');
  expect((await plan()).summary.steps).toBe(0);
  expect((await run(['rollback', 'last', '--yes'])).code).toBe(0);
  expect(await treeOf(host(1), app)).toBe(before);
});

test('several trees and hosts at once, over ssh2 and the system’s ssh; large files come in pieces', async () => {
  const { declare, apply, plan, host, project } = bench();
  await source(project, files);
  await here(project, 'head -c 3000000 /dev/urandom >tree/big; head -c 900000 /dev/zero >tree/zero');
  const trees = [
    { source: 'tree', path: app },
    { source: 'tree', path: '/srv/deep/er/copy', exclude: ['*.txt'] },
    { source: 'tree/sub', path: `${app}/inner` },
    { source: 'tree/sub', path: '/srv/other/copy' },
  ];
  await declare([], { trees });
  const { code, results } = await apply();
  expect([code, results['host-1']?.stepsDone, results['host-2']?.stepsDone]).toEqual([0, 4, 4]);
  const sums = 'find . -type f | LC_ALL=C sort | xargs sha256sum';
  for (const one of [host(1), host(2)]) {
    expect(await one.must(`cd ${app} && rm -r inner && ${sums}`)).toBe(
      `${await here(project, `cd tree && ${sums}`)}\n`,
    );
    expect(await one.must('ls /srv/deep/er/copy')).toBe('big\nsub\nzero\n');
    expect(await leftOf(one)).toBe('');
  }
  expect((await plan()).hosts.map((one) => one.changes.map(({ address }) => address))).toEqual([
    [`tree${app}/inner`],
    [`tree${app}/inner`],
  ]);
});
