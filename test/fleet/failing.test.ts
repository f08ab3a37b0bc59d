import { expect, test } from '@jest/globals';
import { listing, startOf, stateOf, unitsIn } from './support/ask.ts';
import { atOnce, sleeper, useWorkbench } from './support/workbench.ts';
import type { Applied, Entry } from './support/workbench.ts';

const bench = useWorkbench({ count: 1 });
const soon = { settle: '500ms' };

/** A service whose process is a script of sh. */
function script(text: string, more = ''): string {
  return sleeper(more).replace('/bin/sleep infinity', `/bin/sh -c '${text}'`);
}

/** An old version that runs, and the listing that a rolled back run must give back. */
async function running(...names: readonly string[]): Promise<() => Promise<unknown>> {
  const { declare, apply, host } = bench();
  await declare(
    names.map((name) => ({ name, file: sleeper(), active: true, enabled: true, health: atOnce })),
  );
  expect((await apply()).code).toBe(0);
  return async () => ({
    files: (await listing(host(1), unitsIn)).filter((line) =>
      names.some((name) => line.includes(`/${name} f`)),
    ),
    states: await Promise.all(names.map((name) => stateOf(host(1), name))),
  });
}

function outcome({ code, results }: Applied): unknown {
  return [code, results['host-1']?.outcome];
}

test('a service that crashes two seconds after its start is rolled back, with its last words', async () => {
  const { declare, apply, plan, host, run } = bench();
  const now = await running('web.service');
  const before = await now();
  await declare([{ name: 'web.service', file: script('sleep 2; echo out of cheese; exit 7'), active: true }]);
  const ended = await apply();
  expect(outcome(ended)).toEqual([5, 'rolled-back']);
  expect(ended.results['host-1']?.message).toContain(
    'health web.service failed: it was started, and is now failed',
  );
  expect(ended.results['host-1']?.journal).toContain('out of cheese');
  expect(await now()).toEqual(before);
  expect((await plan()).summary.changing).toBe(1);

  const told = await run(['apply', 'playbook.yaml', '--yes']);
  expect(told.code).toBe(5);
  expect(told.stdout).toContain('│ out of cheese');
  expect(told.stdout).toMatch(/Next: fleetwright runs logs \S+/);
  await declare([{ name: 'web.service', file: sleeper(), enabled: true, active: true }]);
  expect((await plan()).summary.steps).toBe(0);
  expect(await host(1).must(`ls -A ${unitsIn} /run/fleetwright`)).not.toContain('fleetwright-');
});

test('a program that does not exist is found out, and nothing of the new unit stays', async () => {
  const { declare, apply, host } = bench();
  const before = await listing(host(1), unitsIn);
  const file = sleeper().replace('/bin/sleep', '/opt/not-here');
  await declare([{ name: 'new.service', file, enabled: true, active: true, health: soon }]);
  const ended = await apply();
  expect(outcome(ended)).toEqual([5, 'rolled-back']);
  expect(ended.results['host-1']?.message).toContain('new.service failed');
  expect(ended.results['host-1']?.stepsUndone).toBe(3);
  const withoutTimes = (lines: readonly string[]): readonly string[] =>
    lines.map((line) => line.replace(/ \d+\.\d+ /, ' '));
  expect(withoutTimes(await listing(host(1), unitsIn))).toEqual(withoutTimes(before));
  expect(await host(1).must('systemctl list-units --all --plain --no-legend new.service')).toBe('');
});

test('a service that hangs in its start-up is given up in its own time, and the old one runs again', async () => {
  const { declare, apply } = bench();
  const now = await running('slow.service');
  const before = await now();
  const file = sleeper('Type=notify\nTimeoutStartSec=1s');
  await declare([{ name: 'slow.service', file, active: true, enabled: true, health: soon }]);
  const ended = await apply();
  expect(outcome(ended)).toEqual([5, 'rolled-back']);
  expect(ended.results['host-1']?.message).toContain('restart slow.service failed');
  expect(await now()).toEqual(before);
});

test('a service that systemd keeps restarting is not up', async () => {
  const { declare, apply } = bench();
  const now = await running('loop.service');
  const before = await now();
  const file = script(
    'sleep 0.2; echo again; exit 1',
    'Restart=always\nRestartSec=100ms\nStartLimitBurst=100',
  );
  await declare([{ name: 'loop.service', file, active: true, enabled: true, health: { settle: '1s' } }]);
  const ended = await apply();
  expect(outcome(ended)).toEqual([5, 'rolled-back']);
  expect(ended.results['host-1']?.journal).toContain('again');
  expect(await now()).toEqual(before);
});

test.each([
  ['a command', { command: 'echo no luck; exit 1' }, 'no luck'],
  [
    'an address',
    { http: 'http://127.0.0.1:1/health' },
    'http://127.0.0.1:1/health did not answer with success',
  ],
  ['a command that never ends', { command: 'sleep 1000' }, 'the health command did not succeed within 1 s'],
])('a service whose health check by %s fails is rolled back', async (_, check, said) => {
  const { declare, apply } = bench();
  const now = await running('sick.service');
  const before = await now();
  const health = { ...atOnce, timeout: '1s', ...check };
  await declare([{ name: 'sick.service', file: sleeper('Nice=1'), active: true, enabled: true, health }]);
  const ended = await apply();
  expect(outcome(ended)).toEqual([5, 'rolled-back']);
  expect(ended.results['host-1']?.message).toContain(said);
  expect(await now()).toEqual(before);
});

test('health checks are tried until they succeed', async () => {
  const { declare, apply, host } = bench();
  await host(1).must('rm -f /run/ready; mkdir -p /run/www; echo fine >/run/www/index.html');
  const health = {
    ...{ ...atOnce, timeout: '20s' },
    http: 'http://127.0.0.1:8123/',
    command: 'test -e /run/ready || { touch /run/ready; false; }',
  };
  const file = script('sleep 1; exec python3 -m http.server --directory /run/www --bind 127.0.0.1 8123');
  await declare([{ name: 'www.service', file, active: true, health }]);
  expect(outcome(await apply())).toEqual([0, 'changed']);
});

test('a reload that fails is rolled back; one restart long ago is not held against a unit', async () => {
  const { declare, apply, plan, host } = bench();
  const unit = (value: string, reload: string): Entry => ({
    name: 'soft.service',
    file: sleeper(`Environment=A=${value}\nExecReload=${reload}\nRestart=always\nRestartSec=10ms`),
    ...{ active: true, on_change: 'reload', health: soon },
  });
  await declare([unit('1', '/bin/true')]);
  await apply();
  const start = await startOf(host(1), 'soft.service');
  await host(1).must(
    'systemctl kill -s KILL soft.service; until systemctl show -p NRestarts soft.service | grep -q =1 && systemctl -q is-active soft.service; do sleep 0.05; done',
  );
  await declare([unit('2', '/bin/true')]);
  expect(outcome(await apply())).toEqual([0, 'changed']);
  expect(await startOf(host(1), 'soft.service')).not.toBe(start);
  await declare([unit('3', '/bin/false')]);
  expect(outcome(await apply())).toEqual([5, 'rolled-back']);
  expect(await stateOf(host(1), 'soft.service')).toBe('active');
  await declare([unit('2', '/bin/true')]);
  expect((await plan()).summary.steps).toBe(0);
});

test('on_failure: stop leaves a host as it is, and says what failed; the next plan goes on from there', async () => {
  const { declare, apply, plan, host } = bench();
  const play = { rollout: { on_failure: 'stop' } };
  const good = { name: 'good.service', file: sleeper(), active: true, health: atOnce };
  const bad = { name: 'bad.service', file: script('exit 3'), active: true, health: soon };
  await declare([good, bad], play);
  const ended = await apply();
  expect(outcome(ended)).toEqual([3, 'failed']);
  expect(ended.results['host-1']?.message).toContain('left as it is (on_failure: stop)');
  expect(ended.results['host-1']?.stepsUndone).toBe(0);
  expect(await stateOf(host(1), 'good.service')).toBe('active');
  expect(await stateOf(host(1), 'bad.service')).toBe('failed');
  const left = (await plan()).hosts[0]?.changes ?? [];
  expect(left.map(({ address }) => address)).toEqual(['unit/bad.service']);
  await declare([good, { ...bad, file: sleeper() }], play);
  expect(outcome(await apply())).toEqual([0, 'changed']);
});
