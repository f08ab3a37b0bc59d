import { expect, test } from '@jest/globals';
import { stateOf, unitsIn } from './support/ask.ts';
import { endOfRun, hold, leftOf } from './support/hold.ts';
import { until } from './support/until.ts';
import { atOnce, hostPlan, sleeper, useWorkbench } from './support/workbench.ts';

// host-3 is reached by the system's ssh.
const bench = useWorkbench({ count: 3, project: { hosts: { 'host-3': { connection: 'openssh' } } } });

const one = { hosts: 'host-1' };
const web = { name: 'web.service', file: sleeper(), enabled: true, active: true, health: atOnce };

/** What must hold whenever a run is over, however it ended: nothing left behind, and the next apply works. */
async function wholeAgain(outcome: 'changed' | 'unchanged'): Promise<void> {
  const { apply, host } = bench();
  expect(await leftOf(host(1))).toBe('');
  const { code, results } = await apply();
  expect([code, results['host-1']?.outcome]).toEqual([0, outcome]);
  expect(await stateOf(host(1), 'web.service')).toBe('active');
  expect(await leftOf(host(1))).toBe('');
}

test('a controller that is killed while it looks leaves nothing behind', async () => {
  const { declare, startApply, host } = bench();
  await declare([web], one);
  const held = await hold(host(1), 'systemctl', '*FragmentPath*');
  const applying = startApply();
  await held.reached();
  applying.kill('SIGKILL');
  expect((await applying.ended).code).toBe(137);
  await held.release();
  expect(await endOfRun(host(1))).toBe('');
  expect((await host(1).exec(`test -e ${unitsIn}/web.service`)).code).toBe(1);
  await wholeAgain('changed');
});

test.each([
  ['before its first step', '*show -p ActiveState --value*'],
  ['in a change of links', '*enable*'],
  ['in the reload', '*daemon-reload*'],
  ['in a start', '*start --*'],
  ['in a health check', '*NRestarts --*'],
])('a host whose controller is killed %s finishes by itself', async (_, place) => {
  const { declare, startApply, host } = bench();
  await declare([web], one);
  const held = await hold(host(1), 'systemctl', place);
  const applying = startApply();
  await held.reached();
  applying.kill('SIGKILL');
  await applying.ended;
  await held.release();
  expect(await endOfRun(host(1))).toBe('changed');
  await wholeAgain('unchanged');
});

test('a host whose controller is killed undoes by itself what then fails', async () => {
  const { declare, apply, startApply, host } = bench();
  await declare([web], one);
  await apply();
  const before = await host(1).must(`sha256sum ${unitsIn}/web.service; stat -c %.9Y ${unitsIn}/web.service`);
  await host(1).must('rm -r /var/lib/fleetwright');
  await declare([{ ...web, file: sleeper('ExecStartPre=/bin/false') }], one);
  const held = await hold(host(1), 'systemctl', '*restart*');
  const applying = startApply();
  await held.reached();
  applying.kill('SIGKILL');
  await applying.ended;
  await held.release();
  expect(await endOfRun(host(1))).toBe('rolled-back');
  expect(await host(1).must(`sha256sum ${unitsIn}/web.service; stat -c %.9Y ${unitsIn}/web.service`)).toBe(
    before,
  );
  expect(await stateOf(host(1), 'web.service')).toBe('active');
  await declare([web], one);
  await wholeAgain('unchanged');
});

test('a connection that breaks in a step is told as lost; the host finishes, and that is told until an apply', async () => {
  const { declare, plan, apply, startApply, host } = bench();
  await declare([web]);
  const held = await hold(host(1), 'systemctl', '*start --*');
  const applying = startApply();
  await held.reached();
  await host(1).must('pkill -KILL -u deploy sshd');
  const { code, results } = await applying.ended;
  expect([code, results['host-1']?.outcome, results['host-2']?.outcome]).toEqual([4, 'lost', 'changed']);
  expect(results['host-1']?.message).toContain('finishes or undoes the run by itself');
  const still = hostPlan(await plan());
  expect(still.warnings?.join()).toMatch(/^run \S+ has no end on this host: it is still at work/);
  await held.release();
  expect(await endOfRun(host(1))).toBe('changed');
  const told =
    /^run \S+, of which nothing was heard to its end, ended on this host at \S+: it was done to its end$/;
  const later = hostPlan(await plan());
  expect([later.status, later.warnings]).toEqual(['converged', [expect.stringMatching(told)]]);
  const [started] = (await apply()).events;
  expect(started?.type === 'run-started' && hostPlan(started.plan).warnings).toEqual(later.warnings);
  expect(hostPlan(await plan()).warnings).toBeUndefined();
  await wholeAgain('unchanged');
});

test('a run whose line dies as it is handed over runs once, over another line', async () => {
  const { declare, startApply, host } = bench();
  await declare([{ ...web, file: sleeper("ExecStartPre=/bin/sh -c 'echo started >>/run/starts'") }], one);
  const look = await hold(host(1), 'systemctl', '*FragmentPath*');
  const applying = startApply();
  await look.reached();
  const handing = await hold(host(1), 'sudo', '*');
  await look.release();
  await handing.reached();
  await host(1).must('pkill -KILL -u deploy sshd');
  const { code, results } = await applying.ended;
  expect([code, results['host-1']?.outcome]).toEqual([0, 'changed']);
  await handing.release();
  await until('the first line has ended', async () => (await host(1).exec('pgrep -x sudo')).code === 1);
  expect(await endOfRun(host(1))).toBe('changed');
  expect(await host(1).must('cat /run/starts; rm /run/starts')).toBe('started\n');
  await declare([{ ...web, file: sleeper("ExecStartPre=/bin/sh -c 'echo started >>/run/starts'") }], one);
  await wholeAgain('unchanged');
});

test('a cable that is pulled and put back within the patience of both sides costs nothing', async () => {
  const { declare, startApply, host } = bench();
  await declare([web], one);
  const held = await hold(host(1), 'systemctl', '*daemon-reload*');
  const applying = startApply();
  await held.reached();
  await host(1).cutNetwork();
  await held.release();
  expect(await endOfRun(host(1))).toBe('changed');
  await host(1).healNetwork();
  const { code, results } = await applying.ended;
  expect([code, results['host-1']?.outcome, results['host-1']?.stepsDone]).toEqual([0, 'changed', 5]);
  await wholeAgain('unchanged');
});

test('a cable that stays pulled is noticed, delays no other host, and the host is whole when it is back', async () => {
  const { declare, startApply, host } = bench();
  await declare([web]);
  const held = await hold(host(1), 'systemctl', '*enable*');
  const applying = startApply();
  await held.reached();
  await host(1).cutNetwork();
  await held.release();
  const { code, results, events } = await applying.ended;
  expect([code, results['host-1']?.outcome, results['host-2']?.outcome]).toEqual([4, 'lost', 'changed']);
  expect(results['host-2']?.seconds).toBeLessThan(results['host-1']?.seconds ?? 0);
  expect(events.at(-1)).toMatchObject({ type: 'run-finished', summary: { exitCode: 4 } });
  expect(await endOfRun(host(1))).toBe('changed');
  await host(1).healNetwork();
  await wholeAgain('unchanged');
});

test('a host that cannot be reached is told, and the others go on', async () => {
  const { declare, apply, run, host, project } = bench();
  await project.write('.ssh/config', 'ConnectTimeout 1\n');
  await declare([web]);
  await host(2).cutNetwork();
  const { code, results } = await apply([], { env: { HOME: project.dir } });
  expect([code, results['host-1']?.outcome, results['host-2']?.outcome]).toEqual([
    4,
    'changed',
    'unreachable',
  ]);
  const told = await run(['apply', 'playbook.yaml', '--yes'], { env: { HOME: project.dir } });
  expect([told.code, told.stderr]).toEqual([4, expect.stringContaining('host-2 — unreachable')]);
  await host(2).healNetwork();
  expect((await apply()).results['host-2']?.outcome).toBe('changed');
});
