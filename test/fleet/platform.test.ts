import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { listing, stateOf, unitsIn } from './support/ask.ts';
import type { RunResult } from './support/fleetwright.ts';
import { leftOf } from './support/hold.ts';
import { here, source, textsOf, treeOf } from './support/trees.ts';
import { atOnce, sleeper, useWorkbench } from './support/workbench.ts';
import type { Entry } from './support/workbench.ts';

const bench = useWorkbench({ count: 2 });
const app = '/opt/app';
const files = { 'a.txt': 'a\n', 'sub/b.txt': 'b\n', '.env': 'SECRET=1\n' };
const web: Entry = { name: 'fw-web.service', file: sleeper(), enabled: true, active: true, health: atOnce };

const platform = (...words: readonly string[]): Promise<RunResult> => bench().run(['platform', ...words]);

/** A platform of one tree and one service, configured as the project's. */
async function furnish(units: readonly Entry[] = [web], tree: Entry = {}): Promise<void> {
  const { declare, project } = bench();
  await source(project, files);
  await project.write('fleetwright.yaml', 'inventory: inventory.yaml\nplaybook: playbook.yaml\n');
  const restarts = units.length === 0 ? {} : { restarts: ['fw-web.service'] };
  await declare(units, {
    trees: [{ source: 'tree', path: app, secrets: ['.env'], ...restarts, ...tree }],
  });
}

const backups = async (): Promise<readonly string[]> =>
  (await readdir(join(bench().project.dir, 'backups')).catch(() => [])).sort();

/** What anybody may see of a host that something was tried on. */
async function marksOf(index: number): Promise<readonly [tree: string, units: readonly string[]]> {
  const host = bench().host(index);
  const units = await listing(host, unitsIn);
  // A directory's own time tells that something was written and put back.
  return [await treeOf(host, app), units.filter((line) => !line.startsWith(`${unitsIn} `))];
}

describe('push', () => {
  test('brings trees alone, and with --include-systemd units; a backup is kept first', async () => {
    await furnish();
    const { host } = bench();
    const before = await marksOf(1);
    const rehearsed = await platform('push', 'host-1', '--dry-run', '--detailed-exitcode');
    expect([rehearsed.code, rehearsed.stdout]).toEqual([2, expect.stringContaining('+ tree/opt/app')]);
    expect([rehearsed.stdout.includes('unit/'), await marksOf(1), await backups()]).toEqual([
      false,
      before,
      [],
    ]);
    expect((await platform('push', 'host-1', '--yes')).code).toBe(0);
    expect(await textsOf(host(1), app)).toEqual({ 'a.txt': 'a', 'sub/b.txt': 'b' });
    expect(await stateOf(host(1), 'fw-web.service')).toBe('inactive');
    const both = await platform('push', 'all', '--include-systemd', '--compress', '--force');
    expect([both.code, both.stderr]).toEqual([0, expect.stringMatching(/^backup: backups\/systemd-/m)]);
    for (const index of [1, 2]) expect(await stateOf(host(index), 'fw-web.service')).toBe('active');
    expect((await platform('push', 'all', '--include-systemd', '--yes', '--detailed-exitcode')).code).toBe(0);
  });

  test('the backup has what a tree’s service was', async () => {
    await furnish();
    await platform('push', 'host-1', '--include-systemd', '--yes');
    const before = await backups();
    await source(bench().project, { ...files, 'a.txt': 'A\n' });
    expect((await platform('push', 'host-1', '--yes')).code).toBe(0);
    const [made = ''] = (await backups()).filter((name) => !before.includes(name));
    expect(await here(bench().project, `cat backups/${made}/host-1/fw-web.service.state`)).toContain(
      'ACTIVE=active',
    );
  });

  test('--delete takes what an earlier run put there; secrets and data as with apply', async () => {
    await furnish([]);
    const { host, project } = bench();
    expect((await platform('push', 'host-1', '--include-secrets', '--yes')).code).toBe(0);
    expect(await textsOf(host(1), app)).toEqual({ 'a.txt': 'a', 'sub/b.txt': 'b', '.env': 'SECRET=1' });
    await host(1).must(`echo own >${app}/own.txt`);
    await source(project, { 'a.txt': 'a\n', 'c.txt': 'c\n', 'd.txt': 'd\n', 'e.txt': 'e\n' });
    expect((await platform('push', 'host-1', '--yes')).code).toBe(0);
    expect(Object.keys(await textsOf(host(1), app))).toContain('sub/b.txt');
    expect((await platform('push', 'host-1', '--delete', '--yes')).code).toBe(0);
    expect(Object.keys(await textsOf(host(1), app)).sort()).toEqual([
      '.env',
      'a.txt',
      'c.txt',
      'd.txt',
      'e.txt',
      'own.txt',
    ]);
    expect((await platform('push', 'host-1', '--delete', '--check', '--detailed-exitcode')).code).toBe(0);
  });

  test('of a host that no play is for, or that has no tree, says so', async () => {
    await furnish();
    const { declare, project } = bench();
    await declare([web], { hosts: 'host-1' });
    const said = async (...words: readonly string[]): Promise<readonly [number, string]> => {
      const { code, stderr } = await platform('push', ...words, '--check');
      return [code, stderr];
    };
    expect(await said('host-1')).toEqual([
      1,
      expect.stringMatching(/^error: host-1: .* no tree .*--include-systemd/m),
    ]);
    expect(await said('host-2')).toEqual([1, expect.stringContaining('no play is for `host-2`')]);
    expect(await said('host-1', 'host-2', '--include-systemd')).toEqual([
      1,
      expect.stringContaining('error: host-2: no play is for it\n'),
    ]);
    expect(await said('all', '--include-systemd')).toEqual([
      0,
      expect.stringContaining('host-2: no play is for it\n'),
    ]);
    expect((await said('no-such'))[0]).toBe(1);
    await project.write('fleetwright.yaml', 'inventory: inventory.yaml\n');
    expect(await said('host-1')).toEqual([1, expect.stringContaining('no playbook')]);
    expect((await said('host-1', '--playbook', 'playbook.yaml', '--include-systemd'))[0]).toBe(0);
  });
});

describe('full-deploy', () => {
  test('is one run, with a report and one way back', async () => {
    await furnish();
    const { host, run } = bench();
    const before = await marksOf(1);
    const { code, stdout } = await platform('full-deploy', 'all', '--yes');
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^host-2: 1 tree, 1 unit, 1 unit watched and well$/m),
    ]);
    expect(stdout).toMatch(/^backup: backups\/systemd-\S+$/m);
    const [, id = ''] = /^way back: fleetwright rollback (\S+)$/m.exec(stdout) ?? [];
    expect(await stateOf(host(2), 'fw-web.service')).toBe('active');
    expect((await run(['rollback', id, '--yes'])).code).toBe(0);
    expect(await host(1).must('ls -A /opt')).toBe('');
    expect(await treeOf(host(1), app)).toBe(before[0]);
    expect(await stateOf(host(1), 'fw-web.service')).toBe('inactive');
  });

  test('that a service does not survive puts all back, the tree too', async () => {
    const health = { settle: '0s', command: `test ! -e ${app}/broken`, timeout: '1s' };
    await furnish([{ ...web, health }]);
    const { host, project } = bench();
    expect((await platform('full-deploy', 'host-1', '--yes')).code).toBe(0);
    const before = await marksOf(1);
    await furnish([{ ...web, health, file: sleeper('Environment=A=1') }]);
    await source(project, { ...files, 'a.txt': 'A\n', broken: '' });
    const { code, stdout } = await platform('full-deploy', 'host-1', '--yes');
    expect([code, stdout.includes('way back')]).toEqual([5, false]);
    expect(await marksOf(1)).toEqual(before);
    expect(await stateOf(host(1), 'fw-web.service')).toBe('active');
    expect(await leftOf(host(1))).toBe('');
  });

  test('is refused in doctor’s words where a host is not fit', async () => {
    await furnish();
    const { host } = bench();
    const before = [await marksOf(1), await backups()];
    await host(2).must('mv /etc/sudoers.d /etc/sudoers.away');
    const { code, stderr } = await platform('full-deploy', 'all', '--yes');
    await host(2).must('mv /etc/sudoers.away /etc/sudoers.d');
    expect([code, stderr]).toEqual([
      3,
      expect.stringMatching(/^host-2\n[^]*! become [^]*nothing was changed/m),
    ]);
    expect(stderr).not.toContain('host-1\n');
    expect([await marksOf(1), await backups()]).toEqual(before);
  });
});

test('status is the table of units and a line for each tree; it changes nothing', async () => {
  await furnish();
  const { host } = bench();
  expect((await platform('full-deploy', 'all', '--yes')).code).toBe(0);
  const well = await platform('status', '--detailed-exitcode');
  expect([well.code, well.stdout]).toEqual([
    0,
    expect.stringMatching(/^fw-web.service +active +enabled .*host-1$/m),
  ]);
  expect(well.stdout).toMatch(/^tree\/opt\/app +as declared +host-2$/m);
  await host(1).must(`echo x >${app}/a.txt; rm ${app}/sub/b.txt; systemctl disable fw-web.service`);
  const before = await listing(host(1), '/opt', unitsIn, '/var/lib/fleetwright');
  const moved = await platform('status', 'host-1', '--detailed-exitcode');
  expect([moved.code, moved.stdout]).toEqual([
    2,
    expect.stringMatching(/^tree\/opt\/app +2 entries differ$/m),
  ]);
  expect(moved.stdout).toMatch(/^unit\/fw-web.service +differs: enabled$/m);
  const told = JSON.parse((await platform('status', 'host-1', '--json')).stdout) as unknown;
  expect(told).toMatchObject({
    format: 1,
    hosts: [
      {
        host: 'host-1',
        units: [{ unit: 'fw-web.service', active: 'active' }],
        resources: [{ address: 'tree/opt/app', state: 'differs', entries: 2 }, { state: 'differs' }],
      },
    ],
  });
  expect(await listing(host(1), '/opt', unitsIn, '/var/lib/fleetwright')).toEqual(before);
});

test('systemd hands on to the units verbs', async () => {
  const { host } = bench();
  await host(1).must(`cat >${unitsIn}/fw-web.service && systemctl daemon-reload`, sleeper());
  const listed = await platform('systemd', 'list', 'host-1', '--match', 'fw-*');
  expect([listed.code, listed.stdout]).toEqual([0, 'fw-web.service\n']);
  expect((await platform('systemd', 'enable', 'fw-web', 'host-1', '--yes')).code).toBe(0);
  expect(await stateOf(host(1), 'fw-web.service')).toBe('active');
  const none = await platform('systemd', 'enable', 'fw-no*', 'host-1', '--yes');
  expect([none.code, none.stderr]).toEqual([3, expect.stringContaining('units scan --explain')]);
});
