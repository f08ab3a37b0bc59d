import { expect, test } from '@jest/globals';
import { linksTo, startOf, stateOf, unitsIn } from './support/ask.ts';
import { atOnce, sleeper, stepLines, useWorkbench } from './support/workbench.ts';

const bench = useWorkbench({ count: 2 });

test('a pattern catches what a host has and what the play installs, but not what it excepts', async () => {
  const { declare, apply, plan, host } = bench();
  await host(1).must(
    `for n in my-ollama my-ollama-debug; do printf '%s' '${sleeper()}' >${unitsIn}/$n.service; done; systemctl daemon-reload`,
  );
  await declare([
    { name: 'new-ollama.service', file: sleeper() },
    {
      match: ['*ollama*', '*searxng*'],
      except: ['*-debug*'],
      ...{ enabled: true, active: true, health: atOnce },
    },
  ]);
  const { results } = await apply();
  expect([results['host-1']?.outcome, results['host-2']?.outcome]).toEqual(['changed', 'changed']);
  const states = async (index: number, ...names: string[]): Promise<string[]> =>
    Promise.all(names.map((name) => stateOf(host(index), `${name}.service`)));
  expect(await states(1, 'new-ollama', 'my-ollama', 'my-ollama-debug')).toEqual([
    ...['active', 'active', 'inactive'],
  ]);
  expect(await states(2, 'new-ollama', 'my-ollama')).toEqual(['active', 'inactive']);
  expect(await linksTo(host(1), 'my-ollama.service')).toEqual(['multi-user.target.wants/my-ollama.service']);
  expect((await plan()).summary.steps).toBe(0);
});

test("a unit's own entry wins over the pattern that catches it too", async () => {
  const { declare, apply, host } = bench();
  await declare([
    { name: 'x-on.service', file: sleeper() },
    { name: 'x-off.service', file: sleeper(), active: false },
    { match: 'x-*', active: true, health: atOnce },
  ]);
  expect((await apply()).code).toBe(0);
  expect([await stateOf(host(1), 'x-on.service'), await stateOf(host(1), 'x-off.service')]).toEqual([
    ...['active', 'inactive'],
  ]);
});

test('a pattern that catches nothing blocks the host, unless it is optional', async () => {
  const { declare, plan } = bench();
  await declare([{ match: '*nothing-like-it*', active: true }]);
  const { summary, hosts } = await plan();
  expect(summary.blocked).toBe(2);
  expect(hosts[0]?.reasons?.join()).toContain('no unit of this host matches *nothing-like-it*');
  await declare([{ match: '*nothing-like-it*', active: true, optional: true }]);
  expect((await plan()).summary.converged).toBe(2);
});

test('a pattern finds vendor units, loaded units without a file, and instances that only a link knows', async () => {
  const { declare, plan, host } = bench();
  await host(1).must(
    `printf '%s' '${sleeper()}' >${unitsIn}/zz-w@.service
     mkdir -p ${unitsIn}/multi-user.target.wants
     ln -s ../zz-w@.service ${unitsIn}/multi-user.target.wants/zz-w@linked.service
     printf '%s' '${sleeper()}' >/usr/lib/systemd/system/zz-vendor.service
     systemctl daemon-reload; systemd-run -q --unit=zz-transient.service sleep infinity`,
  );
  await declare([{ match: 'zz-*', active: false }], { hosts: 'host-1' });
  expect(stepLines(await plan())).toEqual(['stop zz-transient.service']);
  await declare([{ match: 'zz-*', active: true, health: atOnce }], { hosts: 'host-1' });
  expect(stepLines(await plan()).filter((line) => line.startsWith('start'))).toEqual([
    'start zz-vendor.service',
    'start zz-w@linked.service',
  ]);
  await host(1).must('systemctl stop zz-transient; rm /usr/lib/systemd/system/zz-vendor.service');
});

test('instances come and go with the list, and the template changes them all', async () => {
  const { declare, apply, plan, host } = bench();
  const worker = (instances: readonly string[], text = ''): Promise<void> =>
    declare(
      [
        {
          name: 'worker@.service',
          file: sleeper(text),
          ...{ instances, enabled: true, active: true, health: atOnce },
        },
      ],
      { hosts: 'host-1' },
    );
  const states = (): Promise<string[]> =>
    Promise.all(['a', 'b', 'c'].map((name) => stateOf(host(1), `worker@${name}.service`)));
  await worker(['a', 'b']);
  expect((await apply()).code).toBe(0);
  expect(await states()).toEqual(['active', 'active', 'inactive']);
  expect(await linksTo(host(1), 'worker@a.service')).toEqual(['multi-user.target.wants/worker@a.service']);

  const b = await startOf(host(1), 'worker@b.service');
  await worker(['b', 'c']);
  expect((await apply()).code).toBe(0);
  expect(await states()).toEqual(['inactive', 'active', 'active']);
  expect(await linksTo(host(1), 'worker@a.service')).toEqual([]);
  expect(await startOf(host(1), 'worker@b.service')).toBe(b);
  expect((await plan()).summary.steps).toBe(0);

  await worker(['b', 'c'], 'Environment=A=2');
  const changed = await plan();
  expect(stepLines(changed).filter((line) => line.startsWith('restart'))).toEqual([
    'restart worker@b.service',
    'restart worker@c.service',
  ]);
  expect((await apply()).code).toBe(0);
  expect(await startOf(host(1), 'worker@b.service')).not.toBe(b);
  expect((await plan()).summary.steps).toBe(0);

  await declare([{ name: 'worker@.service', absent: true }], { hosts: 'host-1' });
  expect((await apply()).code).toBe(0);
  expect(await states()).toEqual(['inactive', 'inactive', 'inactive']);
  expect(await linksTo(host(1), 'worker@b.service')).toEqual([]);
  expect((await plan()).summary.steps).toBe(0);
});

test('a pattern never stops, disables or masks what a host needs to live', async () => {
  const { declare, apply, plan, host } = bench();
  for (const off of [{ active: false }, { enabled: false }, { masked: true }]) {
    await declare([{ match: ['ssh*', 'dbus*'], except: 'sshd-keygen*', ...off }]);
    const { summary, hosts } = await plan();
    expect([off, summary.blocked, hosts[0]?.reasons?.join()]).toEqual([
      ...[off, 2, expect.stringContaining('this host needs it to live')],
    ]);
  }
  expect((await apply()).code).toBe(3);
  expect(await stateOf(host(1), 'ssh.service')).toBe('active');
});

test('a critical unit by its own name needs --allow-critical, and a pattern stays refused with it', async () => {
  const { declare, plan } = bench();
  await declare([{ name: 'systemd-journald.service', active: false }]);
  expect((await plan()).hosts[0]?.reasons?.join()).toContain('if you mean it, use --allow-critical');
  expect((await plan('--allow-critical')).summary).toMatchObject({ blocked: 0, changing: 2 });
  await declare([{ match: 'systemd-journald.service', active: false }]);
  expect((await plan('--allow-critical')).summary.blocked).toBe(2);
});
