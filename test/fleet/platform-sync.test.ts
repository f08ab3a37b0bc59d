import { beforeEach, expect, test } from '@jest/globals';
import type { RunResult } from './support/fleetwright.ts';
import { here, source, textsOf, treeOf } from './support/trees.ts';
import { atOnce, sleeper, useWorkbench } from './support/workbench.ts';
import type { Entry } from './support/workbench.ts';

const bench = useWorkbench({ count: 2 });
const app = '/opt/app';
const files = { 'a.txt': 'a\n', 'b.txt': 'b\n', 'c.txt': 'c\n', 'sub/d.txt': 'd\n' };
const web: Entry = { name: 'fw-web.service', file: sleeper(), enabled: true, active: true, health: atOnce };

const sync = (...flags: readonly string[]): Promise<RunResult> =>
  bench().run(['platform', 'sync', 'host-1', '--yes', ...flags]);
const onHost = async (script: string): Promise<string> =>
  (await bench().host(1).must(`cd ${app} && ${script}`)).trimEnd();
const there = (): Promise<Readonly<Record<string, string>>> => textsOf(bench().host(1), app);
const hereTexts = (): Promise<string> =>
  here(bench().project, 'cd tree && find . -type f | sort | xargs grep -H ""');

/** A tree that both sides have agreed on. */
async function agree(play: Entry = {}, units: readonly Entry[] = []): Promise<void> {
  const { declare, project, run } = bench();
  await source(project, files);
  await project.write('fleetwright.yaml', 'inventory: inventory.yaml\nplaybook: playbook.yaml\n');
  await declare(units, { trees: [{ source: 'tree', path: app, ...play }] });
  expect((await run(['platform', 'push', 'host-1', '--include-systemd', '--yes'])).code).toBe(0);
  expect((await sync()).code).toBe(0);
}

beforeEach(() => here(bench().project, 'rm -rf .fleetwright backups tree'));

test('what changed on one side moves to the other, in one go; a second time there is nothing', async () => {
  await agree({ restarts: ['fw-web.service'] }, [web]);
  const pid = await bench().host(1).must('systemctl show -P MainPID fw-web.service');
  await here(bench().project, 'echo A >tree/a.txt; mkdir tree/new; echo n >tree/new/n; chmod +x tree/c.txt');
  await onHost('echo B >b.txt; ln -s a.txt l; head -c 200000 /dev/urandom >big');
  const rehearsed = await sync('--dry-run', '--detailed-exitcode');
  expect([rehearsed.code, rehearsed.stdout]).toEqual([2, expect.stringContaining('~ tree/opt/app')]);
  expect(rehearsed.stderr).toContain('~ b.txt (2 bytes)');
  expect(await onHost('cat a.txt; ls')).toBe('a\na.txt\nb.txt\nbig\nc.txt\nl\nsub');
  const { code, stderr } = await sync();
  expect([code, stderr]).toEqual([0, expect.stringMatching(/backup: backups\/trees-/)]);
  expect(await there()).toMatchObject({ 'a.txt': 'A', 'b.txt': 'B', 'new/n': 'n' });
  expect(await here(bench().project, 'cat tree/b.txt; readlink tree/l; stat -c %s tree/big')).toBe(
    'B\na.txt\n200000',
  );
  expect(await onHost('stat -c %a c.txt')).toBe('755');
  expect(await bench().host(1).must('systemctl show -P MainPID fw-web.service')).not.toBe(pid);
  const before = [await hereTexts(), await treeOf(bench().host(1), app)];
  const again = await sync();
  expect([again.code, again.stderr]).toEqual([
    0,
    'Nothing to bring: tree/opt/app is the same here and on host-1.\n',
  ]);
  expect([await hereTexts(), await treeOf(bench().host(1), app)]).toEqual(before);
  expect((await bench().run(['rollback', 'last', '--yes'])).code).toBe(0);
  expect(await there()).toMatchObject({ 'a.txt': 'a', 'b.txt': 'B' });
});

test('what both changed is left alone and told, until one is preferred; the rest moves', async () => {
  await agree();
  await here(bench().project, 'echo mine >tree/a.txt; echo mine >tree/b.txt; echo mine >tree/c.txt');
  await onHost('echo theirs >a.txt; echo theirs >b.txt');
  const { code, stderr } = await sync();
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/! tree\/opt\/app\/a\.txt — a conflict[^]*-mine\n[^]*\+theirs\n[^]*--prefer local/),
  ]);
  expect([(await there())['a.txt'], (await there())['c.txt']]).toEqual(['theirs', 'mine']);
  expect(await here(bench().project, 'cat tree/a.txt')).toBe('mine');
  await here(
    bench().project,
    'mkdir -p backups/trees-20250101_000000/host-1 backups/trees-20250102_000000/host-9',
  );
  const settled = await sync('--prefer', 'remote', '--keep', '1');
  expect([settled.code, settled.stderr]).toEqual([
    0,
    expect.stringContaining('removed backups/trees-20250101_000000\n'),
  ]);
  expect(await here(bench().project, 'ls -d backups/trees-2025*')).toBe('backups/trees-20250102_000000');
  expect(await here(bench().project, 'cat tree/a.txt tree/b.txt backups/trees-*/host-1/opt/app/a.txt')).toBe(
    'theirs\ntheirs\nmine',
  );
});

test('deletions travel with --delete only, and never against a change', async () => {
  await agree();
  await here(bench().project, 'rm -r tree/sub tree/a.txt');
  await onHost('rm b.txt; echo theirs >a.txt');
  const held = await sync();
  expect([held.code, held.stderr]).toEqual([
    1,
    expect.stringContaining('sub was deleted here; it goes on host-1'),
  ]);
  expect(await onHost('ls')).toBe('a.txt\nc.txt\nsub');
  expect((await sync('--delete')).code).toBe(1);
  expect([await onHost('ls'), await here(bench().project, 'ls tree')]).toEqual(['a.txt\nc.txt', 'c.txt']);
  expect((await sync('--delete', '--prefer', 'remote')).code).toBe(0);
  expect(await here(bench().project, 'cat tree/a.txt')).toBe('theirs');
});

test('the first time, what is equal is agreed on and what differs is a conflict', async () => {
  await agree();
  await here(bench().project, 'rm -r .fleetwright; echo mine >tree/a.txt; echo new >tree/e.txt');
  const { code, stderr } = await sync();
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining('differs, and no sync has found it the same yet'),
  ]);
  expect([(await there())['a.txt'], (await there())['e.txt']]).toEqual(['a', 'new']);
  expect(await here(bench().project, "grep -c . '.fleetwright/sync/host-1/trees/opt%2Fapp.jsonl'")).toBe('7');
});

test('after a push or a full deployment, who changed what is known without a sync before', async () => {
  const { declare, project, run, host } = bench();
  await source(project, { ...files, '.env': 'KEY=here\n', 'var/x': 'here\n' });
  await project.write('fleetwright.yaml', 'inventory: inventory.yaml\nplaybook: playbook.yaml\n');
  await declare([], { trees: [{ source: 'tree', path: app, secrets: ['.env'], data: ['/var'] }] });
  expect((await run(['platform', 'push', 'host-1', '--check'])).code).toBe(0);
  expect(await here(project, 'ls -A | grep -c fleetwright$ || true')).toBe('0');
  expect((await run(['platform', 'push', 'all', '--exclude-data', '--yes'])).code).toBe(0);
  await here(project, 'echo mine >tree/a.txt');
  await onHost('echo theirs >b.txt; mkdir var; echo there >var/x; echo KEY=there >.env');
  const { code, stderr } = await sync('--include-secrets');
  expect([code, stderr.match(/! tree\S+/g)]).toEqual([1, ['! tree/opt/app/.env', '! tree/opt/app/var/x']]);
  expect([(await there())['a.txt'], await here(project, 'cat tree/b.txt')]).toEqual(['mine', 'theirs']);
  expect(stderr).not.toContain('KEY=');

  // What was in conflict is agreed on by a deployment; where nothing is to be done there is one, too.
  expect((await run(['platform', 'full-deploy', 'host-1', '--yes'])).code).toBe(0);
  await here(project, 'rm -r .fleetwright');
  expect((await run(['platform', 'full-deploy', 'all', '--yes'])).code).toBe(0);
  await onHost('echo new >var/x; rm c.txt');
  expect((await sync('--delete')).code).toBe(0);
  expect(await here(project, 'cat tree/var/x; ls tree')).toBe('new\na.txt\nb.txt\nsub\nvar');
  await host(2).must(`echo 2 >${app}/a.txt`);
  expect((await run(['platform', 'sync', 'host-2', '--yes', '--dry-run'])).stderr).toContain('~ a.txt');

  await here(project, 'echo x >.fleetwright/sync/host-2/trees/opt%2Fapp.jsonl');
  const kept = await run(['platform', 'push', 'host-2', '--yes']);
  expect([kept.code, kept.stderr]).toEqual([
    0,
    expect.stringContaining('host-2: the next sync goes without'),
  ]);
});

test('a run that fails leaves both sides as they were', async () => {
  const health = { settle: '0s', command: `! grep -q bad ${app}/a.txt`, timeout: '1s' };
  await agree({ restarts: ['fw-web.service'] }, [{ ...web, health }]);
  await bench()
    .host(1)
    .must(
      `mkdir -p /etc/systemd/system/fw-web.service.d && cat >/etc/systemd/system/fw-web.service.d/x.conf && systemctl daemon-reload`,
      '[Service]\nExecStartPre=/bin/sh -c "! grep -q bad /opt/app/a.txt"\n',
    );
  await here(bench().project, 'echo bad >tree/a.txt');
  await onHost('echo B >b.txt');
  const before = [await hereTexts(), await there()];
  const { code } = await sync();
  expect(code).toBe(5);
  expect([await hereTexts(), await there()]).toEqual(before);
  expect(await here(bench().project, 'ls -A | grep -c "^.tree" || true')).toBe('0');
});

test('two at once do not get into each other’s way', async () => {
  await agree();
  await here(bench().project, 'mkdir -p .fleetwright/sync/host-1; echo 1 >.fleetwright/sync/host-1/lock');
  const { code, stderr } = await sync();
  expect([code, stderr]).toEqual([1, 'error: another sync with host-1 is at work, process 1\n']);
});

test('of several hosts, what came from the first goes to the next', async () => {
  await agree();
  const { run, host } = bench();
  const both = ['platform', 'sync', 'host-1', 'host-2', '--yes'];
  expect((await run(['platform', 'push', 'host-2', '--yes'])).code).toBe(0);
  expect((await run(both)).code).toBe(0);
  await onHost('echo B >b.txt');
  const { code, stderr } = await run(both);
  expect([code, stderr]).toEqual([0, expect.stringContaining('1 entry brought here from host-1')]);
  expect(await textsOf(host(2), app)).toMatchObject({ 'b.txt': 'B' });
  // A host that is in conflict keeps the others from nothing.
  await onHost('echo 1 >a.txt');
  await here(bench().project, 'echo 2 >tree/a.txt');
  expect((await run(both)).code).toBe(1);
  expect(await textsOf(host(2), app)).toMatchObject({ 'a.txt': '2' });
});
