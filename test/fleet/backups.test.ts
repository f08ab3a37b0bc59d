import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { linksTo, listing, show, stateOf, unitsIn } from './support/ask.ts';
import type { FleetHost } from './support/fleet-host.ts';
import type { RunResult } from './support/fleetwright.ts';
import { sleeper, useWorkbench } from './support/workbench.ts';

const bench = useWorkbench({ count: 2 });

const dropIn = '[Service]\nEnvironment=A=1\n';

/** A host with units of all sorts, past the program under test. */
async function furnish(host: FleetHost): Promise<void> {
  const files = {
    'fw-web.service': sleeper(),
    'fw-worker@.service': sleeper(),
    'fw-idle.service': sleeper(),
  };
  for (const [name, text] of Object.entries(files)) await host.must(`cat >${unitsIn}/${name}`, text);
  await host.must(`mkdir ${unitsIn}/fw-web.service.d && cat >${unitsIn}/fw-web.service.d/10-a.conf`, dropIn);
  await host.must(
    'systemctl daemon-reload && systemctl enable --now fw-web.service fw-worker@a.service && systemctl mask fw-off.service',
  );
}

const units = ['units'] as const;
const matched = ['--match', 'fw-*'] as const;

async function backup(...more: readonly string[]): Promise<RunResult & { readonly place: string }> {
  const result = await bench().run([...units, 'backup', 'all', ...matched, ...more]);
  return { ...result, place: result.stdout.trim() };
}

const install = (place: string, ...more: readonly string[]): Promise<RunResult> =>
  bench().run([...units, 'install', place, ...more]);

const at = (...parts: readonly string[]): string => join(bench().project.dir, ...parts);

test('a backup has all of each host as files, for its owner alone, and changes no host', async () => {
  const { hosts, host } = bench();
  await Promise.all(hosts.map(furnish));
  const before = await listing(host(1), unitsIn);
  const { code, place } = await backup();
  expect([code, place]).toEqual([0, expect.stringMatching(/^backups\/systemd-\d{8}_\d{6}$/)]);
  expect(await readdir(at(place))).toEqual(['host-1', 'host-2']);
  expect((await readdir(at(place, 'host-1'))).sort()).toEqual([
    ...['fw-idle.service', 'fw-idle.service.state', 'fw-off.service.state'],
    ...['fw-web.service', 'fw-web.service.d', 'fw-web.service.state'],
    ...['fw-worker@.service', 'fw-worker@.service.state', 'fw-worker@a.service.state', 'manifest.json'],
  ]);
  expect(await readFile(at(place, 'host-1/fw-web.service'), 'utf8')).toBe(sleeper());
  expect(await readFile(at(place, 'host-1/fw-web.service.d/10-a.conf'), 'utf8')).toBe(dropIn);
  expect(await readFile(at(place, 'host-1/fw-web.service.state'), 'utf8')).toBe(
    'ACTIVE=active\nENABLED=enabled\n',
  );
  const modes = await Promise.all(
    ['backups', place, `${place}/host-1`, `${place}/host-1/fw-web.service`].map((path) => stat(at(path))),
  );
  expect(modes.map(({ mode }) => (mode & 0o777).toString(8))).toEqual(['700', '700', '700', '600']);
  expect(await listing(host(1), unitsIn)).toEqual(before);
});

describe('a host that is wrecked', () => {
  test('comes back whole and running; a second time there is nothing to do', async () => {
    const { host } = bench();
    await furnish(host(1));
    const { place } = await backup('-l', 'host-1');
    const own = 'fw-web.service';
    const before = await Promise.all([linksTo(host(1), own), linksTo(host(1), 'fw-worker@a.service')]);
    await host(1).must(
      `systemctl disable --now ${own} fw-worker@a.service && systemctl unmask fw-off.service`,
    );
    await host(1).must(`rm ${unitsIn}/fw-worker@.service ${unitsIn}/fw-web.service.d/10-a.conf`);
    await host(1).must(`cat >${unitsIn}/fw-web.service.d/20-b.conf`, '[Service]\nEnvironment=B=2\n');
    await host(1).must(`cat >>${unitsIn}/${own} && systemctl daemon-reload`, '# spoilt\n');
    const result = await install(place, 'host-1', '--yes');
    expect([result.code, result.stderr]).toEqual([0, expect.stringMatching(/^backup: backups\/systemd-/m)]);
    expect(
      await Promise.all(['fw-web.service', 'fw-worker@a.service'].map((name) => stateOf(host(1), name))),
    ).toEqual([...['active', 'active']]);
    expect(await host(1).must(`cat ${unitsIn}/${own}`)).toBe(sleeper());
    expect(await show(host(1), own, 'Environment', 'UnitFileState')).toEqual({
      ...{ Environment: 'A=1', UnitFileState: 'enabled' },
    });
    expect(await Promise.all([linksTo(host(1), own), linksTo(host(1), 'fw-worker@a.service')])).toEqual(
      before,
    );
    expect((await show(host(1), 'fw-off.service', 'UnitFileState'))['UnitFileState']).toBe('masked');
    const again = await install(place, 'host-1', '--yes', '--detailed-exitcode');
    expect([again.code, again.stderr.includes('backup:')]).toEqual([0, false]);
  });

  test('was kept before it was mended: that backup leads back again, and so does rollback', async () => {
    const { host, run } = bench();
    await furnish(host(1));
    const { place } = await backup('-l', 'host-1');
    await host(1).must(`systemctl disable --now fw-web.service`);
    const first = /backup: (\S+)/.exec((await install(place, 'host-1', '--yes')).stderr)?.[1] ?? '';
    expect(await stateOf(host(1), 'fw-web.service')).toBe('active');
    expect((await install(first, 'host-1', '--yes')).code).toBe(0);
    expect(await show(host(1), 'fw-web.service', 'ActiveState', 'UnitFileState')).toEqual({
      ...{ ActiveState: 'inactive', UnitFileState: 'disabled' },
    });
    expect((await run(['rollback', 'last', '--yes'])).code).toBe(0);
    expect(await stateOf(host(1), 'fw-web.service')).toBe('active');
  });

  test('is not touched by a dry run, which leaves no backup either', async () => {
    const { host } = bench();
    await furnish(host(1));
    const { place } = await backup('-l', 'host-1');
    await host(1).must('systemctl disable --now fw-web.service');
    const before = await listing(host(1), unitsIn);
    const kept = await readdir(at('backups'));
    expect((await install(place, 'host-1', '--dry-run', '--detailed-exitcode')).code).toBe(2);
    expect(await listing(host(1), unitsIn)).toEqual(before);
    expect(await readdir(at('backups'))).toEqual(kept);
  });
});

test('nothing changes on a host where no backup can be kept', async () => {
  const { host } = bench();
  await furnish(host(1));
  const { place } = await backup('-l', 'host-1');
  await host(1).must('systemctl disable --now fw-web.service');
  const before = await listing(host(1), unitsIn);
  const { code, stderr } = await install(place, 'host-1', '--yes', '--backup-dir', 'fleetwright.yaml');
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/^error: the backup of host-1 cannot be written: /m),
  ]);
  expect(await listing(host(1), unitsIn)).toEqual(before);
});

test("what a host has no file of is left out: a package's unit that is gone", async () => {
  const { host } = bench();
  await furnish(host(1));
  await host(1).must(
    'mkdir -p /usr/local/lib/systemd/system && cat >/usr/local/lib/systemd/system/fw-gone.service',
    sleeper(),
  );
  await host(1).must('systemctl daemon-reload && systemctl enable fw-gone.service');
  const { place } = await backup('-l', 'host-1');
  await host(1).must('systemctl disable --now fw-gone.service fw-web.service');
  await host(1).must('rm -r /usr/local/lib/systemd && systemctl daemon-reload');
  const { code, stderr } = await install(place, 'host-1', '--yes');
  expect([code, stderr]).toEqual([
    0,
    expect.stringContaining('host-1: fw-gone.service: left out, there is no file'),
  ]);
  expect(await stateOf(host(1), 'fw-web.service')).toBe('active');
});

test('a plan that is saved keeps the backup at once, and is applied as it was seen', async () => {
  const { host, run } = bench();
  await furnish(host(1));
  const { place } = await backup('-l', 'host-1');
  await host(1).must('systemctl disable --now fw-web.service');
  const saved = await install(place, 'host-1', '--check', '-o', 'back.plan.json');
  const first = /^backup: (\S+)$/m.exec(saved.stderr)?.[1] ?? '';
  expect(await readFile(at(first, 'host-1/fw-web.service.state'), 'utf8')).toBe(
    'ACTIVE=inactive\nENABLED=disabled\n',
  );
  expect((await run(['apply', 'back.plan.json', '--yes'])).code).toBe(0);
  expect(await stateOf(host(1), 'fw-web.service')).toBe('active');
});

test('files only, states only, and only some units', async () => {
  const { host } = bench();
  await furnish(host(1));
  const { place } = await backup('-l', 'host-1');
  await host(1).must(`systemctl disable --now fw-web.service fw-worker@a.service`);
  await host(1).must(`cat >>${unitsIn}/fw-web.service`, '# spoilt\n');
  const state = async (): Promise<readonly unknown[]> => [
    (await host(1).must(`cat ${unitsIn}/fw-web.service`)) === sleeper(),
    await stateOf(host(1), 'fw-web.service'),
    await stateOf(host(1), 'fw-worker@a.service'),
  ];
  expect((await install(place, 'host-1', '--yes', '--states-only', '--only', 'fw-web*')).code).toBe(0);
  expect(await state()).toEqual([false, 'active', 'inactive']);
  expect((await install(place, 'host-1', '--yes', '--files-only')).code).toBe(0);
  expect(await state()).toEqual([true, 'active', 'inactive']);
  expect((await install(place, 'host-1', '--yes')).code).toBe(0);
  expect(await state()).toEqual([true, 'active', 'active']);
});

test('what was not there goes with --prune only', async () => {
  const { host } = bench();
  await furnish(host(1));
  const { place } = await backup('-l', 'host-1');
  await host(1).must(`cat >${unitsIn}/fw-new.service`, sleeper());
  await host(1).must('systemctl daemon-reload && systemctl enable --now fw-new.service fw-worker@b.service');
  expect((await install(place, 'host-1', '--yes')).code).toBe(0);
  expect(await stateOf(host(1), 'fw-new.service')).toBe('active');
  expect((await install(place, 'host-1', '--yes', '--prune')).code).toBe(0);
  expect((await show(host(1), 'fw-new.service', 'LoadState', 'ActiveState'))['LoadState']).toBe('not-found');
  expect(await stateOf(host(1), 'fw-worker@b.service')).toBe('inactive');
  expect(await stateOf(host(1), 'fw-worker@a.service')).toBe('active');
  expect((await install(place, 'host-1', '--yes', '--prune', '--detailed-exitcode')).code).toBe(0);
});

test("a backup of the scripts' is installed, drop-ins that it does not know let be", async () => {
  const { host } = bench();
  await furnish(host(1));
  await host(1).must('systemctl disable --now fw-web.service');
  const flat = at('systemd-20240101_000000');
  await mkdir(flat);
  const text = sleeper('Environment=OLD=1');
  await writeFile(join(flat, 'fw-web.service'), text);
  await writeFile(join(flat, 'fw-web.service.state'), '# from dev\nENABLED=enabled\nACTIVE=active\n');
  expect((await install('systemd-20240101_000000', 'host-1', '--force')).code).toBe(0);
  expect(await show(host(1), 'fw-web.service', 'ActiveState', 'UnitFileState', 'Environment')).toEqual({
    ...{ ActiveState: 'active', UnitFileState: 'enabled', Environment: 'OLD=1 A=1' },
  });
});

test('old backups go when asked, and the last of a host never', async () => {
  const { host, hosts } = bench();
  await Promise.all(hosts.map(furnish));
  const first = (await backup()).place;
  await host(2).cutNetwork();
  for (let count = 0; count < 2; count += 1) await backup('-l', 'host-1');
  const last = await backup('-l', 'host-1', '--keep', '1');
  expect((await readdir(at('backups'))).sort()).toEqual(
    [first, last.place].map((path) => path.slice(8)).sort(),
  );
});

test('a host that cannot be reached is said, and the others are kept', async () => {
  const { host, hosts } = bench();
  await Promise.all(hosts.map(furnish));
  await host(2).must('systemctl stop ssh.service ssh.socket || systemctl stop sshd.service');
  const { code, stderr, place } = await backup();
  await host(2).must('systemctl start ssh.service');
  expect([code, stderr]).toEqual([4, expect.stringMatching(/^! host-2: /m)]);
  expect(await readdir(at(place))).toEqual(['host-1']);
});
