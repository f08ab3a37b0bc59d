import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Plan } from '../../src/model/plan.ts';
import { startOf, stateOf, unitsIn } from './support/ask.ts';
import type { FleetHost } from './support/fleet-host.ts';
import { applied, atOnce, sleeper, stepLines, useWorkbench } from './support/workbench.ts';
import type { Applied } from './support/workbench.ts';

const bench = useWorkbench({ count: 2 });
const on = { active: true, health: atOnce } as const;

async function rollback(run: string, ...flags: readonly string[]): Promise<Applied> {
  return applied(await bench().run(['rollback', run, '--yes', '--json', ...flags]));
}

async function planBack(run: string, ...flags: readonly string[]): Promise<Plan> {
  const { stdout, stderr } = await bench().run(['rollback', run, '--check', '--json', ...flags]);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Plan;
}

function runOf({ events }: Applied): string {
  const [first] = events;
  return first?.type === 'run-started' ? first.run : '';
}

/** All units and links with kind, mode, owner, target and bytes; and which units run. */
async function everything(host: FleetHost, units: readonly string[]): Promise<readonly unknown[]> {
  const files = await host.must(`
    find ${unitsIn} -printf '%p %y %m %u:%g %l\\n' | sort
    find ${unitsIn} -type f -exec sha256sum -- {} + | sort`);
  const states = units.map(async (unit) => `${unit} ${await stateOf(host, unit)}`);
  return [...files.split('\n'), ...(await Promise.all(states))];
}

test('a run is taken back whole, of every kind of step; and so is that', async () => {
  const { declare, apply, host } = bench();
  await host(1).must(`
    cd ${unitsIn}
    unit() { printf '%s' '${sleeper()}' >"$1"; }
    for n in changed moved stopped dropped started removed; do unit $n.service; done
    unit worker@.service
    mkdir dropped.service.d; echo '[Service]' >dropped.service.d/only.conf
    ln -s /dev/null masked.service
    systemctl daemon-reload
    systemctl enable -q moved.service stopped.service removed.service worker@a.service
    systemctl start changed moved stopped dropped removed worker@a
    chown daemon:games changed.service; chmod 604 changed.service`);
  const units = [
    'changed',
    'moved',
    'stopped',
    'dropped',
    'started',
    'removed',
    'worker@a',
    'worker@b',
    'new',
  ];
  const all = (): Promise<readonly unknown[]> =>
    everything(
      host(1),
      units.map((name) => `${name}.service`),
    );
  const before = await all();
  const moved = sleeper('', 'WantedBy=graphical.target\nAlias=nick.service');
  await declare(
    [
      { name: 'changed.service', file: sleeper('Nice=1'), ...on },
      { name: 'moved.service', file: moved, enabled: true },
      { name: 'stopped.service', enabled: false, active: false },
      { name: 'dropped.service', drop_ins: {}, ...on },
      { name: 'started.service', ...on },
      { name: 'removed.service', absent: true },
      { name: 'worker@.service', file: sleeper('Nice=2'), instances: ['b'], enabled: true, ...on },
      { name: 'masked.service', masked: false, file: sleeper(), ...on },
      { name: 'new.service', file: sleeper(), drop_ins: { 'a.conf': '[Service]\n' }, enabled: true, ...on },
    ],
    { hosts: 'host-1' },
  );
  expect((await apply()).code).toBe(0);
  const after = await all();
  const one = await startOf(host(1), 'changed.service');
  const back = await rollback('last');
  expect([back.code, back.results['host-1']?.message]).toEqual([0, undefined]);
  expect(await all()).toEqual(before);
  expect(await startOf(host(1), 'changed.service')).not.toBe(one);
  expect(await host(1).must('systemctl show -p Nice --value changed.service')).toBe('0\n');
  expect((await planBack(runOf(back))).summary).toMatchObject({ changing: 1 });
  expect((await rollback(runOf(back))).code).toBe(0);
  expect(await all()).toEqual(after);
});

test('the plan shows what goes back, and what somebody has done since; links of others stay', async () => {
  const { declare, apply, host, run } = bench();
  await host(1).must(`printf '%s' '${sleeper()}' >${unitsIn}/other.service && systemctl daemon-reload`);
  await declare([{ name: 'a.service', file: sleeper('Nice=1'), enabled: true, ...on }], { hosts: 'host-1' });
  const first = runOf(await apply());
  await declare([{ name: 'a.service', file: sleeper('Nice=2'), enabled: true, ...on }], { hosts: 'host-1' });
  const second = runOf(await apply());
  expect(stepLines(await planBack(second))).toEqual([
    `write ${unitsIn}/a.service`,
    ...['daemon-reload', 'restart a.service', 'health a.service'],
  ]);
  await host(1).must(`echo '# by hand' >>${unitsIn}/a.service; systemctl enable -q other.service`);
  const { code, stdout } = await run(['rollback', second, '--check']);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/-Nice=2\n[^]*\+Nice=1\n[^]*-# by hand/)]);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`a.service has been changed since run ${second}`);
  expect((await rollback(first)).code).toBe(0);
  const left = await host(1).must(
    `cd ${unitsIn} && ls -d a.service a.service.d */other.service 2>/dev/null || :`,
  );
  expect(left).toBe('multi-user.target.wants/other.service\n');
});

test('what its old files cannot bring up again goes back to where it was', async () => {
  const { declare, apply, host } = bench();
  await host(1).must('touch /run/may-start');
  const frail = sleeper('ExecStartPre=/bin/test -e /run/may-start');
  await declare([{ name: 'a.service', file: frail, ...on }], { hosts: 'host-1' });
  await apply();
  await declare([{ name: 'a.service', file: sleeper(), ...on }], { hosts: 'host-1' });
  await apply();
  await host(1).must('rm /run/may-start');
  const back = await rollback('last');
  expect([back.code, back.results['host-1']?.outcome]).toEqual([5, 'rolled-back']);
  expect(await host(1).must(`cat ${unitsIn}/a.service`)).toBe(sleeper());
  expect(await stateOf(host(1), 'a.service')).toBe('active');
});

test('hosts that the run did not change, or that went back by themselves, have nothing to do', async () => {
  const { declare, apply, host } = bench();
  const gated = sleeper().replace('sleep infinity', 'sh -c "test ! -e /run/broken && exec sleep infinity"');
  await host(2).must('touch /run/broken');
  await declare([{ name: 'a.service', file: gated, active: true, health: { settle: '300ms' } }]);
  const { results } = await apply();
  expect([results['host-1']?.outcome, results['host-2']?.outcome]).toEqual(['changed', 'rolled-back']);
  const plan = await planBack('last');
  expect(plan.hosts.map(({ status }) => status)).toEqual(['changing', 'converged']);
  expect((await rollback('last')).code).toBe(0);
  expect(await stateOf(host(1), 'a.service')).toBe('inactive');
  expect((await rollback('last', '-l', 'host-2')).results).toMatchObject({
    'host-2': { outcome: 'unchanged' },
  });
});

test("a way back can be saved for later, of a user's units too; when something moves in between it is stale", async () => {
  const { declare, apply, host, run } = bench();
  const mine = { scope: 'user:deploy', name: 'mine.service', enabled: true, ...on };
  const file = (nice: string): string => sleeper(`Nice=${nice}`, 'WantedBy=default.target');
  await declare([{ ...mine, file: file('1') }], { hosts: 'host-1' });
  const first = runOf(await apply());
  await declare([{ ...mine, file: file('2') }], { hosts: 'host-1' });
  const second = runOf(await apply());
  expect((await run(['rollback', second, '--check', '-o', 'back.json'])).code).toBe(0);
  expect((await run(['apply', 'back.json', '--yes'])).code).toBe(0);
  const home = '/home/deploy/.config/systemd/user';
  expect(await host(1).must(`cat ${home}/mine.service`)).toBe(file('1'));
  expect(await host(1).must(`stat -c %U:%a ${home}/mine.service`)).toBe('deploy:644\n');
  expect(await run(['rollback', first, '--check', '-o', 'gone.json'])).toMatchObject({ code: 0, stderr: '' });
  await host(1).must(`echo >>${home}/mine.service`);
  const stale = await run(['apply', 'gone.json', '--yes']);
  expect([stale.code, stale.stdout]).toEqual([7, expect.stringContaining('unit/user:deploy/mine.service')]);
  const back = await rollback(first);
  expect([back.code, back.results['host-1']?.message]).toEqual([0, undefined]);
  expect(await host(1).must(`find ${home}`)).toBe(`${home}\n`);
});

test('what there is nothing to go back from is said in plain words', async () => {
  const { declare, apply, host, project, run } = bench();
  await rm(join(project.dir, '.fleetwright'), { recursive: true, force: true });
  const said = async (...words: readonly string[]): Promise<readonly [number, string]> => {
    const { code, stdout, stderr } = await run(['rollback', '--check', ...words]);
    return [code, stdout + stderr];
  };
  expect(await said('last')).toEqual([1, expect.stringContaining('no run is recorded in')]);
  await declare([{ name: 'a.service', file: sleeper() }]);
  const id = runOf(await apply());
  expect(await said('2019')).toEqual([1, `error: there is no run 2019; the last one is ${id}\n`]);
  await mkdir(join(project.dir, '.fleetwright/runs', `${id}0`));
  expect(await said('20')).toEqual([1, expect.stringMatching(/^error: 20 could be /)]);
  expect(await said(id, '-l', 'host-9')).toEqual([1, expect.stringContaining('no host or group `host-9`')]);
  await host(1).must('rm -r /var/lib/fleetwright/runs');
  const [code, text] = await said(id);
  expect([code, text]).toEqual([3, expect.stringContaining(`this host has no record of run ${id}`)]);
  expect(text).toContain('1 to change');
});
