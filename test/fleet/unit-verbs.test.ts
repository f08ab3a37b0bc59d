import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { show, stateOf, unitsIn } from './support/ask.ts';
import type { FleetHost } from './support/fleet-host.ts';
import type { RunResult } from './support/fleetwright.ts';
import { sleeper, useWorkbench } from './support/workbench.ts';

const bench = useWorkbench({ count: 2 });

const units = (...words: readonly string[]): Promise<RunResult> => bench().run(['units', ...words]);

async function furnish(host: FleetHost, ...names: readonly string[]): Promise<void> {
  for (const name of names) await host.must(`cat >${unitsIn}/${name}`, sleeper());
  await host.must('systemctl daemon-reload');
}

describe('what patterns catch', () => {
  test('is scanned on several hosts, with files and drop-ins', async () => {
    const { hosts, host, project } = bench();
    await Promise.all(hosts.map((one) => furnish(one, 'fw-a.service')));
    await host(1).must(`mkdir ${unitsIn}/fw-a.service.d && echo >${unitsIn}/fw-a.service.d/x.conf`);
    await host(1).must('systemctl daemon-reload && systemctl start fw-a.service');
    await project.write('fleetwright.yaml', 'inventory: inventory.yaml\npatterns: { platform: ["fw-*"] }\n');
    const { code, stdout } = await units('scan', 'all');
    await project.write('fleetwright.yaml', 'inventory: inventory.yaml\n');
    expect([code, stdout]).toEqual([
      0,
      [
        'host-1',
        '  fw-a.service  active, disabled',
        `    file     ${unitsIn}/fw-a.service`,
        `    drop-in  ${unitsIn}/fw-a.service.d/x.conf`,
        '    matches  fw-*',
        '',
        'host-2',
        '  fw-a.service  inactive, disabled',
        `    file     ${unitsIn}/fw-a.service`,
        '    matches  fw-*',
        '',
      ].join('\n'),
    ]);
    const listed = await bench().run(['units', 'list', 'all'], {
      env: { FLEETWRIGHT_PATTERNS: 'fw-* other' },
    });
    expect(listed.stdout).toBe('host-1\tfw-a.service\nhost-2\tfw-a.service\n');
  });

  test('and what a near miss lacks is explained', async () => {
    await furnish(bench().host(1), 'fw-ollama.service');
    const ask = async (glob: string): Promise<string> =>
      (await units('scan', 'host-1', '--match', '*Ollama*', '--explain', glob)).stdout;
    expect(await ask('fw-ollama')).toBe(
      '- fw-ollama.service: *Ollama* differs in letter case, which counts\n',
    );
    expect(await ask('fw-olama')).toContain('- fw-ollama.service: ');
    expect(await ask('no-such-thing')).toMatch(
      /^no unit here is called like no-such-thing; systemd searches\n.*\/etc\/systemd\/system/s,
    );
  });

  test('nothing at all is an error that says how to say it', async () => {
    const { code, stderr } = await units('scan', 'host-1');
    expect([code, stderr]).toEqual([1, expect.stringContaining('FLEETWRIGHT_PATTERNS')]);
    const none = await units('status', 'host-1', '--match', 'no-such-*');
    expect([none.code, none.stderr]).toEqual([
      1,
      expect.stringContaining('host-1: no unit matches no-such-*'),
    ]);
  });
});

describe('status', () => {
  test('is the table of the scripts, with drift and restarts', async () => {
    const { hosts, host } = bench();
    await Promise.all(hosts.map((one) => furnish(one, 'fw-a.service', 'fw-b.service')));
    await host(1).must('systemctl enable --now fw-a.service fw-b.service');
    await host(1).must(`cat >>${unitsIn}/fw-a.service && systemctl daemon-reload`, '# newer\n');
    await host(1).must(`cat >>${unitsIn}/fw-b.service`, '# newer still\n');
    const { code, stdout } = await units('status', 'all', '--match', 'fw-*');
    const lines = stdout.split('\n').map((line) => line.split(/ {2,}/));
    expect([code, lines[0]?.slice(0, 3)]).toEqual([0, ['SERVICE', 'ACTIVE', 'ENABLED']]);
    expect(lines.slice(2, 4).map((cells) => [...cells.slice(0, 3), ...cells.slice(-2)])).toEqual([
      ['fw-a.service', 'active', 'enabled', 'restart', 'host-1'],
      ['fw-b.service', 'active', 'enabled', 'reload', 'host-1'],
    ]);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('of failed ones, and as data', async () => {
    const { host } = bench();
    await furnish(host(1), 'fw-a.service');
    await host(1).must(`cat >${unitsIn}/fw-bad.service`, '[Service]\nExecStart=/bin/false\n');
    await host(1).exec('systemctl daemon-reload; systemctl start fw-bad.service');
    const { stdout } = await units('status', 'host-1', '--match', 'fw-*', '--failed', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      format: 1,
      hosts: [{ host: 'host-1', units: [{ unit: 'fw-bad.service', active: 'failed', sub: 'failed' }] }],
    });
  });
});

describe('enable and disable', () => {
  test('switch on and off, now too, as a plan; with --no-start at boot only', async () => {
    const { hosts, host } = bench();
    await Promise.all(hosts.map((one) => furnish(one, 'fw-a.service', 'fw-b.service')));
    const state = (index: number, name: string): Promise<unknown> =>
      show(host(index), name, 'ActiveState', 'UnitFileState');
    const on = { ActiveState: 'active', UnitFileState: 'enabled' };
    const off = { ActiveState: 'inactive', UnitFileState: 'disabled' };
    expect((await units('enable', 'fw-a', 'all', '--check', '--detailed-exitcode')).code).toBe(2);
    const done = await units('enable', 'fw-*', 'all', '--yes');
    expect([done.code, done.stderr]).toEqual([0, expect.stringMatching(/^backup: backups\//m)]);
    expect(await Promise.all([state(1, 'fw-a.service'), state(2, 'fw-b.service')])).toEqual([on, on]);
    expect((await units('enable', 'fw-*', 'all', '--yes', '--detailed-exitcode')).code).toBe(0);
    expect((await units('disable', 'fw-a', 'host-1', '--yes', '--no-start')).code).toBe(0);
    expect(await state(1, 'fw-a.service')).toEqual({ ...on, UnitFileState: 'disabled' });
    expect((await units('disable', 'fw-*', 'host-1', '--yes')).code).toBe(0);
    expect(await Promise.all([state(1, 'fw-a.service'), state(1, 'fw-b.service')])).toEqual([off, off]);
  });

  test('leave alone what a glob catches and nobody can switch', async () => {
    const { host } = bench();
    await furnish(host(1), 'fw-a.service');
    await host(1).must(`cat >${unitsIn}/fw-static.service`, '[Service]\nExecStart=/bin/sleep infinity\n');
    await host(1).must('systemctl daemon-reload && systemctl mask fw-off.service');
    const { code, stderr } = await units('enable', 'fw-*', 'host-1', '--yes');
    expect(code).toBe(0);
    expect(stderr).toContain('host-1: fw-static.service: left alone, it is static\n');
    expect(stderr).toContain('host-1: fw-off.service: left alone, it is masked\n');
    expect(await stateOf(host(1), 'fw-a.service')).toBe('active');
  });

  test('never disable by a glob what the host needs to live; by its name with --allow-critical only', async () => {
    const { host } = bench();
    for (const words of [
      ['ssh*', '--force'],
      ['ssh*', '--force', '--allow-critical'],
      ['ssh.service', '--force'],
    ]) {
      const { code, stderr } = await units('disable', words[0]!, 'host-1', ...words.slice(1), '--no-start');
      expect([code, stderr]).toEqual([3, expect.stringMatching(/needs\s+it\s+to\s+live/)]);
    }
    expect((await show(host(1), 'ssh.service', 'UnitFileState'))['UnitFileState']).toBe('enabled');
  });

  test('of what is not there are refused', async () => {
    expect((await units('enable', 'fw-nothing', 'host-1', '--yes')).code).toBe(3);
    expect((await units('enable', 'fw-nothing*', 'host-1', '--yes')).code).toBe(3);
    expect((await units('enable', 'fw-a', 'no-such-host', '--yes')).code).toBe(1);
  });
});

test('user@host is a host without an inventory, as ssh_config knows it; also for the way back', async () => {
  const { host, project, run } = bench();
  await furnish(host(1), 'fw-a.service');
  const { address, hostKey } = host(1);
  const inventory = await readFile(join(project.dir, 'inventory.yaml'), 'utf8');
  const { defaults } = JSON.parse(inventory) as { defaults: { identity_file: string } };
  const [home, cwd] = [join(project.dir, 'home'), join(project.dir, 'elsewhere')];
  await project.write('elsewhere/empty', '');
  await project.write('home/.ssh/known_hosts', `${address} ${hostKey}\n`);
  await project.write(
    'home/.ssh/config',
    `Host box\n  HostName ${address}\n  IdentityFile ${defaults.identity_file}\n`,
  );
  const there = { cwd, env: { HOME: home } };
  const done = await run(['units', 'enable', 'fw-a', 'deploy@box', '--force'], there);
  expect([done.code, done.stderr]).toEqual([0, expect.stringContaining('deploy@box')]);
  expect(await stateOf(host(1), 'fw-a.service')).toBe('active');
  expect(await readdir(join(cwd, 'backups'))).toHaveLength(1);
  expect((await run(['rollback', 'last', '--yes'], there)).code).toBe(0);
  expect(await stateOf(host(1), 'fw-a.service')).toBe('inactive');
  const saved = ['units', 'enable', 'fw-a', 'deploy@box', '--check', '-o', 'later.plan.json'];
  expect((await run(saved, there)).code).toBe(0);
  expect((await run(['apply', 'later.plan.json', '--yes'], there)).code).toBe(0);
  expect(await stateOf(host(1), 'fw-a.service')).toBe('active');
  expect((await run(['units', 'pull', 'deploy@box', '--match', 'fw-a'], there)).code).toBe(0);
  const pulled = ['pulled/deploy@box/playbook.yaml', '--detailed-exitcode'];
  expect((await run(['plan', ...pulled], there)).code).toBe(0);
  await host(1).must('systemctl stop fw-a.service');
  expect((await run(['plan', ...pulled], there)).code).toBe(2);
  expect((await run(['apply', 'pulled/deploy@box/playbook.yaml', '--yes'], there)).code).toBe(0);
  expect(await stateOf(host(1), 'fw-a.service')).toBe('active');
});
