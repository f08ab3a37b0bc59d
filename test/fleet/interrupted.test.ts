import { expect, test } from '@jest/globals';
import { show, startOf, stateOf, unitsIn } from './support/ask.ts';
import { endOfRun, hold, leftOf } from './support/hold.ts';
import { atOnce, sleeper, stepLines, useWorkbench } from './support/workbench.ts';
import type { Entry } from './support/workbench.ts';

const bench = useWorkbench({ count: 2 });
const one = { hosts: 'host-1' };

function web(value: string): Entry {
  return { name: 'web.service', file: sleeper(`Environment=A=${value}`), active: true, health: atOnce };
}

/** A unit that runs in its first version, and a playbook with its second. */
async function upgrade(play: Entry = one): Promise<string> {
  const { declare, apply, host } = bench();
  await declare([web('1')], play);
  await apply();
  await host(1).must('rm -r /var/lib/fleetwright');
  await declare([web('2')], play);
  return startOf(host(1), 'web.service');
}

async function environment(): Promise<string | undefined> {
  return (await show(bench().host(1), 'web.service', 'Environment'))['Environment'];
}

test.each([
  ['Ctrl-C', 'SIGINT', 130],
  ['SIGTERM', 'SIGTERM', 143],
] as const)(
  '%s ends the step under way and begins no other; the host is put back, the next one never begun',
  async (_, signal, exit) => {
    const { startApply, run, host } = bench();
    await upgrade({ rollout: { batches: [1, '100%'] } });
    const held = await hold(host(1), 'systemctl', '*daemon-reload*');
    const applying = startApply();
    await held.reached();
    applying.kill(signal);
    await held.release();
    const { code, results } = await applying.ended;
    expect(code).toBe(exit);
    expect(results['host-1']).toMatchObject({ outcome: 'interrupted', stepsUndone: 1 });
    expect(results['host-2']).toMatchObject({ outcome: 'skipped', message: 'interrupted before it began' });
    expect(await endOfRun(host(1))).toBe('interrupted');
    expect([await environment(), await stateOf(host(1), 'web.service')]).toEqual(['A=1', 'active']);
    expect(await leftOf(host(1))).toBe('');
    const shown = await run(['runs', 'show', 'last']);
    expect(shown.stdout).toContain('what was done has been put back');
  },
);

test('Ctrl-C twice waits no longer; the host puts itself back', async () => {
  const { startApply, apply, host } = bench();
  await upgrade();
  const held = await hold(host(1), 'systemctl', '*restart*');
  const applying = startApply();
  await held.reached();
  applying.kill('SIGINT');
  await host(1).must('until [ -e /run/fleetwright/*/stop ]; do sleep 0.02; done');
  applying.kill('SIGINT');
  const { code, results } = await applying.ended;
  expect([code, results['host-1']?.outcome]).toEqual([130, 'lost']);
  await held.release();
  expect(await endOfRun(host(1))).toBe('interrupted');
  expect([await environment(), await stateOf(host(1), 'web.service')]).toEqual(['A=1', 'active']);
  expect(await leftOf(host(1))).toBe('');
  expect((await apply()).code).toBe(0);
  expect(await environment()).toBe('A=2');
});

test('Ctrl-C while hosts are looked at changes nothing', async () => {
  const { startApply, host } = bench();
  await upgrade();
  const held = await hold(host(1), 'systemctl', '*FragmentPath*');
  const applying = startApply();
  await held.reached();
  applying.kill('SIGINT');
  await held.release();
  expect((await applying.ended).code).toBe(130);
  expect(await environment()).toBe('A=1');
  expect(await leftOf(host(1))).toBe('');
});

test.each(['all', 'main'])(
  'a run that is killed on its host (%s of its processes) is undone by the host, and the controller hears it',
  async (whom) => {
    const { startApply, apply, host } = bench();
    await upgrade();
    const held = await hold(host(1), 'systemctl', '*daemon-reload*');
    const applying = startApply();
    await held.reached();
    await host(1).must(`systemctl kill --kill-whom=${whom} -s KILL 'fleetwright-*'`);
    await held.release();
    const { code, results, events } = await applying.ended;
    expect([code, results['host-1']?.outcome]).toEqual([5, 'rolled-back']);
    const note = events.find((event) => event.type === 'host-note');
    expect(note?.text).toBe('the run was killed; putting back what it had begun');
    expect(await endOfRun(host(1))).toBe('rolled-back');
    expect([await environment(), await stateOf(host(1), 'web.service')]).toEqual(['A=1', 'active']);
    expect(await leftOf(host(1))).toBe('');
    expect((await apply()).code).toBe(0);
    expect(await environment()).toBe('A=2');
  },
);

/** As when the power fails: the run's processes are gone, and so is what would put things back. */
async function powerFails(): Promise<void> {
  await bench()
    .host(1)
    .must(`rm -r /run/fleetwright/*/run; systemctl kill -s KILL 'fleetwright-*'; rm -rf /run/fleetwright/2*`);
  await bench()
    .host(1)
    .must(
      'until [ -z "$(systemctl list-units --all --plain --no-legend \'fleetwright-*\')" ]; do sleep 0.05; done',
    );
}

test('a restart is still due after a run that died between the write and the restart', async () => {
  const { startApply, plan, apply, host } = bench();
  const start = await upgrade();
  const held = await hold(host(1), 'systemctl', '*restart*');
  const applying = startApply();
  await held.reached();
  await powerFails();
  expect((await applying.ended).results['host-1']?.outcome).toBe('failed');
  expect([
    await host(1).must(`grep -c A=2 ${unitsIn}/web.service`),
    await startOf(host(1), 'web.service'),
  ]).toEqual([...['1\n', start]]);
  await held.release();
  const due = await plan();
  expect(stepLines(due)).toEqual(['restart web.service', 'health web.service']);
  expect(due.hosts[0]?.warnings?.join()).toContain('has no end on this host');
  expect((await apply()).code).toBe(0);
  expect([await environment(), (await plan()).hosts[0]?.warnings]).toEqual(['A=2', undefined]);
});

test('half-made files of a run that died with its host are taken away by the next', async () => {
  const { declare, startApply, apply, plan, host } = bench();
  await upgrade();
  await declare([{ ...web('2'), drop_ins: { 'a.conf': '[Service]\nEnvironment=B=1\n' } }], one);
  const held = await hold(host(1), 'sync', '*');
  const applying = startApply();
  await held.reached();
  await powerFails();
  await applying.ended;
  const half = `find ${unitsIn} -name '.*.fleetwright-*'`;
  expect((await host(1).must(half)).split('\n')).toHaveLength(3);
  expect((await plan()).summary.changing).toBe(1);
  expect((await apply()).results['host-1']?.outcome).toBe('changed');
  expect(await host(1).must(half)).toBe('');
  expect(await leftOf(host(1))).toBe('');
});

test('a host that reboots in the middle of a run is as it was, and the next plan says what became of the run', async () => {
  const { startApply, plan, apply, host } = bench();
  await upgrade();
  await host(1).must('systemctl enable -q web.service');
  const held = await hold(host(1), 'systemctl', '*daemon-reload*');
  const applying = startApply();
  await held.reached();
  await host(1).reboot();
  const { code, results } = await applying.ended;
  expect(code).not.toBe(0);
  expect(results['host-1']?.outcome).not.toBe('changed');
  expect(await environment()).toBe('A=1');
  expect(await stateOf(host(1), 'web.service')).toBe('active');
  expect(await leftOf(host(1))).toBe('');
  await host(1).must('rm /usr/local/bin/systemctl');
  const told = (await plan()).hosts[0]?.warnings?.join();
  expect(told).toMatch(
    /ended on this host at \S+: a step failed or it was killed, and everything was put back$/,
  );
  expect((await apply()).code).toBe(0);
  expect(await environment()).toBe('A=2');
});
