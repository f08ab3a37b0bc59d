import { expect, test } from '@jest/globals';
import { listing, show, startOf, stateOf, unitsIn } from './support/ask.ts';
import { atOnce, sleeper, stepLines, useWorkbench } from './support/workbench.ts';
import type { Entry } from './support/workbench.ts';

const bench = useWorkbench({ count: 1 });

test('one apply installs, enables and starts a unit; the next finds nothing to do and touches nothing', async () => {
  const { declare, apply, plan, host } = bench();
  await declare([{ name: 'web.service', file: sleeper(), enabled: true, active: true }]);
  const first = await apply();
  expect([first.code, first.results['host-1']?.outcome]).toEqual([0, 'changed']);
  expect(await stateOf(host(1), 'web.service')).toBe('active');
  expect(await host(1).must(`cat ${unitsIn}/web.service`)).toBe(sleeper());
  expect(await host(1).must(`stat -c '%a %U:%G' ${unitsIn}/web.service`)).toBe('644 root:root\n');
  expect((await show(host(1), 'web.service', 'UnitFileState'))['UnitFileState']).toBe('enabled');

  const before = [await startOf(host(1), 'web.service'), ...(await listing(host(1), unitsIn))];
  const second = await apply();
  expect([second.code, second.results['host-1']?.outcome]).toEqual([0, 'unchanged']);
  expect([await startOf(host(1), 'web.service'), ...(await listing(host(1), unitsIn))]).toEqual(before);
  expect((await plan()).summary).toMatchObject({ converged: 1, changing: 0, steps: 0 });
});

test('ten changed unit files cost one daemon-reload, and each of their units one restart', async () => {
  const { declare, apply, plan, host } = bench();
  const names = Array.from({ length: 10 }, (_, index) => `ten-${index}.service`);
  const units = (text: string): readonly Entry[] =>
    names.map((name) => ({ name, file: sleeper(text), active: true, health: atOnce }));
  await declare(units(''));
  expect((await apply()).code).toBe(0);
  const reloads = async (): Promise<number> =>
    Number(await host(1).must("journalctl -q -o cat _PID=1 | grep -c '^Reloading' || :"));
  const starts = async (): Promise<string[]> => Promise.all(names.map((name) => startOf(host(1), name)));
  const before = { reloads: await reloads(), starts: await starts() };

  await declare(units('Environment=A=1'));
  expect(stepLines(await plan()).filter((line) => line.startsWith('restart'))).toHaveLength(10);
  expect((await apply()).results['host-1']?.outcome).toBe('changed');
  expect((await reloads()) - before.reloads).toBe(1);
  const after = await starts();
  expect(after.filter((start) => before.starts.includes(start))).toEqual([]);
  expect(await Promise.all(names.map((name) => stateOf(host(1), name)))).toEqual(names.map(() => 'active'));
  expect((await plan()).summary.steps).toBe(0);
});

test('a unit file and two drop-ins that change restart the unit once', async () => {
  const { declare, apply, plan } = bench();
  const unit = (value: string): Entry => ({
    name: 'once.service',
    file: sleeper(`Environment=A=${value}`),
    drop_ins: {
      '10-a.conf': `[Service]\nEnvironment=B=${value}\n`,
      '20-b.conf': `[Unit]\nDescription=${value}\n`,
    },
    active: true,
    health: atOnce,
  });
  await declare([unit('1')]);
  expect((await apply()).code).toBe(0);
  await declare([unit('2')]);
  expect(stepLines(await plan())).toEqual([
    `write ${unitsIn}/once.service`,
    `write ${unitsIn}/once.service.d/10-a.conf`,
    `write ${unitsIn}/once.service.d/20-b.conf`,
    'daemon-reload',
    'restart once.service',
    'health once.service',
  ]);
  expect((await apply()).results['host-1']).toMatchObject({ outcome: 'changed', stepsDone: 6 });
});

test('drop-ins come, change and go; the last one takes its directory with it', async () => {
  const { declare, apply, plan, host } = bench();
  const withDropIns = async (dropIns: Readonly<Record<string, string>>): Promise<string | undefined> => {
    await declare([
      { name: 'drop.service', file: sleeper(), drop_ins: dropIns, active: true, health: atOnce },
    ]);
    expect((await apply()).code).toBe(0);
    return (await show(host(1), 'drop.service', 'Environment'))['Environment'];
  };
  const [a, b] = ['[Service]\nEnvironment=A=1\n', '[Service]\nEnvironment=B=1\n'];
  expect(await withDropIns({})).toBe('');
  expect(await withDropIns({ '10-a.conf': a, '20-b.conf': b })).toBe('A=1 B=1');
  const before = await startOf(host(1), 'drop.service');
  expect(await withDropIns({ '20-b.conf': b })).toBe('B=1');
  expect(await startOf(host(1), 'drop.service')).not.toBe(before);
  expect(await withDropIns({})).toBe('');
  expect((await host(1).exec(`test -e ${unitsIn}/drop.service.d`)).code).toBe(1);
  expect((await plan()).summary.steps).toBe(0);
});

test('an absent unit is stopped, disabled and removed with its drop-ins; a second time there is nothing to do', async () => {
  const { declare, apply, plan, host } = bench();
  const names = async (): Promise<readonly string[]> =>
    (await listing(host(1), unitsIn)).map((line) => line.slice(0, line.indexOf(' ')));
  const before = await names();
  await declare([
    {
      name: 'gone.service',
      file: sleeper(),
      drop_ins: { 'a.conf': '[Service]\nNice=1\n' },
      enabled: true,
      active: true,
    },
  ]);
  await apply();
  await declare([{ name: 'gone.service', absent: true }]);
  expect(stepLines(await plan())).toEqual([
    'stop gone.service',
    'disable gone.service',
    `remove ${unitsIn}/gone.service`,
    `remove ${unitsIn}/gone.service.d/a.conf`,
    'daemon-reload',
  ]);
  expect((await apply()).results['host-1']?.outcome).toBe('changed');
  expect(await names()).toEqual(before);
  expect(await show(host(1), 'gone.service', 'LoadState', 'ActiveState')).toEqual({
    LoadState: 'not-found',
    ActiveState: 'inactive',
  });
  expect((await plan()).summary.steps).toBe(0);
});
