import { expect, test } from '@jest/globals';
import { linksTo, show, startOf, stateOf, unitsIn } from './support/ask.ts';
import { atOnce, sleeper, stepLines, useWorkbench } from './support/workbench.ts';
import type { Entry } from './support/workbench.ts';

const bench = useWorkbench({ count: 1 });

test('a timer, a socket and a target come up with what belongs to them', async () => {
  const { declare, apply, plan, host } = bench();
  const job = '[Service]\nType=oneshot\nExecStart=/bin/true\n';
  await declare([
    { name: 'tick.service', file: job },
    {
      name: 'tick.timer',
      file: '[Timer]\nOnCalendar=daily\n\n[Install]\nWantedBy=timers.target\n',
      ...{ enabled: true, active: true, health: atOnce },
    },
    { name: 'echo@.service', file: '[Service]\nExecStart=/bin/cat\nStandardInput=socket\n' },
    {
      name: 'echo.socket',
      file: '[Socket]\nListenStream=/run/echo.sock\nAccept=yes\n\n[Install]\nWantedBy=sockets.target\n',
      ...{ enabled: true, active: true, health: atOnce },
    },
    { name: 'all.target', file: '[Unit]\nDescription=all\n', active: true, health: atOnce },
    {
      name: 'part.service',
      file: sleeper('', 'WantedBy=all.target'),
      enabled: true,
      active: true,
      health: atOnce,
    },
  ]);
  const { code, results } = await apply();
  expect([code, results['host-1']?.outcome]).toEqual([0, 'changed']);
  const names = ['tick.timer', 'echo.socket', 'all.target', 'part.service'];
  expect(await Promise.all(names.map((name) => stateOf(host(1), name)))).toEqual(names.map(() => 'active'));
  expect(await stateOf(host(1), 'tick.service')).toBe('inactive');
  expect(await linksTo(host(1), 'part.service')).toEqual(['all.target.wants/part.service']);
  expect(await host(1).must('test -S /run/echo.sock && echo there')).toBe('there\n');
  expect((await plan()).summary.steps).toBe(0);
});

test('a oneshot that remains is started once; one that does not can be no active unit', async () => {
  const { declare, apply, plan, host } = bench();
  const text = '[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/sh -c "echo ran >>/run/ran"\n';
  await declare([{ name: 'setup.service', file: text, active: true, health: atOnce }]);
  await apply();
  expect((await apply()).results['host-1']?.outcome).toBe('unchanged');
  expect(await host(1).must('cat /run/ran; rm /run/ran')).toBe('ran\n');

  await declare([{ name: 'gone.service', file: text.replace('RemainAfterExit=yes\n', ''), active: true }]);
  const [blocked] = (await plan()).hosts;
  expect([blocked?.status, blocked?.reasons?.join()]).toEqual([
    'blocked',
    expect.stringContaining('gone.service never stays active'),
  ]);
  expect((await host(1).exec(`test -e ${unitsIn}/gone.service`)).code).toBe(1);
});

test('on_change: reload reloads a unit that can, and is done with it', async () => {
  const { declare, apply, plan, host } = bench();
  const unit = (value: string): Entry => ({
    name: 'soft.service',
    file: sleeper(`ExecReload=/bin/sh -c 'echo reloaded >>/run/reloaded'\nEnvironment=A=${value}`),
    ...{ active: true, on_change: 'reload', health: atOnce },
  });
  await declare([unit('1')]);
  await apply();
  const start = await startOf(host(1), 'soft.service');
  await declare([unit('2')]);
  expect(stepLines(await plan()).filter((line) => line.endsWith('soft.service'))).toEqual([
    `write ${unitsIn}/soft.service`,
    'reload soft.service',
    'health soft.service',
  ]);
  expect((await apply()).results['host-1']?.outcome).toBe('changed');
  expect((await plan()).summary.steps).toBe(0);
  expect(await startOf(host(1), 'soft.service')).toBe(start);
  expect(await host(1).must('cat /run/reloaded; rm /run/reloaded')).toBe('reloaded\n');
});

test('on_change: reload of a unit that cannot reload is a restart; on_change: none is left, and said', async () => {
  const { declare, apply, plan, host } = bench();
  const units = (value: string): readonly Entry[] => [
    {
      name: 'hard.service',
      file: sleeper(`Environment=A=${value}`),
      ...{ active: true, on_change: 'reload', health: atOnce },
    },
    {
      name: 'left.service',
      file: sleeper(`Environment=A=${value}`),
      ...{ active: true, on_change: 'none', health: atOnce },
    },
  ];
  await declare(units('1'));
  await apply();
  const [hard, left] = [await startOf(host(1), 'hard.service'), await startOf(host(1), 'left.service')];
  await declare(units('2'));
  await apply();
  expect(await startOf(host(1), 'hard.service')).not.toBe(hard);
  expect(await startOf(host(1), 'left.service')).toBe(left);
  const again = await plan();
  expect(again.summary.steps).toBe(0);
  expect(again.hosts[0]?.warnings?.join()).toContain('left.service runs on older files');
});

test('names with escapes, colons and dots are units like any other', async () => {
  const { declare, apply, plan, host } = bench();
  const names = ['a\\x2db.service', 'über'.replace('ü', '\\xc3\\xbc') + ':x_y.z.service', '-.-.service'];
  const entry = { enabled: true, active: true, health: atOnce };
  await declare([
    ...names.map((name) => ({ ...entry, name, file: sleeper() })),
    { ...entry, name: 'w\\x20@.service', file: sleeper('Environment=I=%I'), instances: ['c\\x2fd', 'e@f'] },
  ]);
  const { code, results } = await apply();
  expect([code, results['host-1']?.message]).toEqual([0, undefined]);
  const all = [...names, 'w\\x20@c\\x2fd.service', 'w\\x20@e@f.service'];
  expect(await Promise.all(all.map((name) => stateOf(host(1), name)))).toEqual(all.map(() => 'active'));
  expect((await show(host(1), 'w\\x20@c\\x2fd.service', 'Environment'))['Environment']).toBe('I=c/d');
  expect((await plan()).summary.steps).toBe(0);

  await declare([...names, 'w\\x20@.service'].map((name) => ({ name, absent: true })));
  expect((await apply()).results['host-1']?.outcome).toBe('changed');
  expect(await Promise.all(names.map((name) => stateOf(host(1), name)))).toEqual(names.map(() => 'inactive'));
});
