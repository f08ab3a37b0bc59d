import { expect, test } from '@jest/globals';
import { stateOf, unitsIn } from './support/ask.ts';
import { endOfRun, hold, leftOf } from './support/hold.ts';
import { until } from './support/until.ts';
import { atOnce, sleeper, useWorkbench } from './support/workbench.ts';
import type { Applying, Entry } from './support/workbench.ts';

const bench = useWorkbench({ count: 2 });

function unit(name: string): Entry {
  return { name, file: sleeper(), active: true, health: atOnce };
}

const one = { hosts: 'host-1' };

/** A run that holds host-1, in its reload, until it is released; the playbook may change meanwhile. */
async function holder(): Promise<{ readonly applying: Applying; readonly release: () => Promise<void> }> {
  const { declare, startApply, host } = bench();
  await declare([unit('first.service')], one);
  const { reached, release } = await hold(host(1), 'systemctl', '*daemon-reload*');
  const applying = startApply();
  await reached();
  return { applying, release };
}

test('a second run is refused with who holds the host since when, and others are not', async () => {
  const { declare, apply, run, host } = bench();
  const { applying, release } = await holder();
  await declare([unit('second.service')]);
  const second = await apply();
  expect([second.code, second.results['host-1']?.outcome, second.results['host-2']?.outcome]).toEqual([
    ...[6, 'locked', 'changed'],
  ]);
  expect(second.results['host-1']?.message).toMatch(
    /another run holds this host: run \d{8}T\d{6}Z-\w+ of \S+ on \S+, since \d{4}-\S+Z; wait for it with --lock-wait 5m/,
  );
  const told = await run(['apply', 'playbook.yaml', '--yes']);
  expect([told.code, told.stdout]).toEqual([
    6,
    expect.stringContaining('Next: fleetwright apply --lock-wait 5m'),
  ]);
  await release();
  expect((await applying.ended).code).toBe(0);
  expect((await host(1).exec(`test -e ${unitsIn}/second.service`)).code).toBe(1);
  expect((await apply()).code).toBe(0);
  expect(await leftOf(host(1))).toBe('');
});

test('neither plan nor drift minds the lock', async () => {
  const { declare, plan, run } = bench();
  const { applying, release } = await holder();
  await declare([unit('second.service')], one);
  expect((await plan()).summary.changing).toBe(1);
  expect((await run(['drift', 'playbook.yaml', '--detailed-exitcode'])).code).toBe(2);
  await release();
  expect((await applying.ended).code).toBe(0);
});

/** A second run that waits for the first. */
async function waiting(): Promise<Applying> {
  const { declare, startApply, host } = bench();
  await declare([unit('second.service')], one);
  const second = startApply(['--lock-wait', '1m']);
  const units = "systemctl list-units --plain --no-legend 'fleetwright-*' | wc -l";
  await until('two runs are on the host', async () => (await host(1).must(units)) === '2\n');
  return second;
}

test('--lock-wait waits, says for whom, and then acts', async () => {
  const { host } = bench();
  const { applying, release } = await holder();
  const second = await waiting();
  await release();
  expect((await applying.ended).code).toBe(0);
  const { code, results, events } = await second.ended;
  expect([code, results['host-1']?.outcome]).toEqual([0, 'changed']);
  const note = events.find((event) => event.type === 'host-note');
  expect(note?.text).toMatch(/^waits for another run: run \S+ of /);
  expect(await stateOf(host(1), 'second.service')).toBe('active');
  expect(await leftOf(host(1))).toBe('');
});

test('a run is stale when its files have changed while it waited, and touches nothing', async () => {
  const { apply, host } = bench();
  const { applying, release } = await holder();
  const second = await waiting();
  await host(1).must(`echo '# by hand' >${unitsIn}/second.service`);
  await release();
  expect((await applying.ended).code).toBe(0);
  const { code, results } = await second.ended;
  expect([code, results['host-1']?.outcome]).toEqual([7, 'stale']);
  expect(results['host-1']?.message).toContain(`${unitsIn}/second.service`);
  expect(await host(1).must(`cat ${unitsIn}/second.service`)).toBe('# by hand\n');
  expect(await leftOf(host(1))).toBe('');
  expect((await apply()).code).toBe(0);
});

test.each([
  ['asked to stop', 'SIGINT', 130],
  ['killed', 'SIGKILL', 137],
] as const)('a run that waits and whose controller is %s never begins', async (_, signal, exit) => {
  const { plan, host } = bench();
  const { applying, release } = await holder();
  const second = await waiting();
  second.kill(signal);
  expect((await second.ended).code).toBe(exit);
  await until('the second run has given up', async () => {
    return (await host(1).must("systemctl list-units --plain --no-legend 'fleetwright-*' | wc -l")) === '1\n';
  });
  await release();
  expect((await applying.ended).code).toBe(0);
  expect(await endOfRun(host(1))).toBe('changed');
  expect((await host(1).exec(`test -e ${unitsIn}/second.service`)).code).toBe(1);
  expect((await plan()).summary.changing).toBe(1);
  expect(await leftOf(host(1))).toBe('');
});
