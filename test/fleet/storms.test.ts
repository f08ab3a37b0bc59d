import { expect, test } from '@jest/globals';
import { startOf, stateOf, unitsIn } from './support/ask.ts';
import { hold, leftOf } from './support/hold.ts';
import { deploy, plain } from './support/users.ts';
import { atOnce, sleeper, useWorkbench } from './support/workbench.ts';
import type { Applied, Entry } from './support/workbench.ts';

const bench = useWorkbench({
  count: 3,
  users: [deploy, plain],
  // host-3 is reached as a user who may not become root.
  project: { groups: { two: { hosts: ['host-1', 'host-2'] } }, hosts: { 'host-3': { user: 'plain' } } },
});
const two = { hosts: 'two' };

function web(value: string, more: Entry = {}): Entry {
  return {
    name: 'web.service',
    file: sleeper(`Environment=A=${value}`),
    active: true,
    health: atOnce,
    ...more,
  };
}

/** Version 1 runs on hosts 1 and 2, version 2 is declared; the first start on host-1. */
async function upgrade(): Promise<string> {
  const { declare, apply, host } = bench();
  await declare([web('1')], two);
  expect((await apply()).code).toBe(0);
  await declare([web('2')], two);
  return startOf(host(1), 'web.service');
}

/** Host 1 is as it was, and host 2 has got the new version. */
async function unharmed(ended: Applied, start: string): Promise<void> {
  const { host } = bench();
  expect(ended.results['host-2']?.outcome).toBe('changed');
  expect(await host(1).must(`cat ${unitsIn}/web.service`)).toBe(sleeper('Environment=A=1'));
  expect(await startOf(host(1), 'web.service')).toBe(start);
  expect(await leftOf(host(1))).toBe('');
}

test.each(['/etc/systemd/system', '/var/lib'])(
  'a full disk under %s refuses the run before anything is touched',
  async (path) => {
    const { apply, host, plan } = bench();
    const start = await upgrade();
    const fault = await host(1).fillDisk(path);
    try {
      const ended = await apply();
      expect([ended.code, ended.results['host-1']?.outcome]).toEqual([3, 'failed']);
      expect(ended.results['host-1']?.message).toMatch(/^nothing was changed: .*No space left on device/);
      await unharmed(ended, start);
    } finally {
      await fault.release();
      await host(1).must(`umount ${path}`);
    }
    expect((await apply()).code).toBe(0);
    expect((await plan()).summary.converged).toBe(2);
  },
);

test('whatever little room /var has, a run is done to its end or has changed nothing', async () => {
  const { apply, declare, host } = bench();
  await upgrade();
  await declare(
    [web('2'), { name: 'new.service', file: sleeper(), active: true, enabled: true, health: atOnce }],
    {
      hosts: 'host-1',
    },
  );
  const outcomes: (string | undefined)[] = [];
  for (const pages of [1, 2, 3, 4, 6]) {
    const start = await startOf(host(1), 'web.service');
    const fault = await host(1).fillDisk('/var/lib', pages * 4096);
    const { results } = await apply();
    outcomes.push(results['host-1']?.outcome);
    await fault.release();
    await host(1).must('umount /var/lib');
    const isNew = (await host(1).must(`cat ${unitsIn}/web.service`)).includes('A=2');
    expect(isNew ? ['changed'] : ['failed', 'rolled-back']).toContain(results['host-1']?.outcome);
    expect((await host(1).exec(`test -e ${unitsIn}/new.service`)).code).toBe(isNew ? 0 : 1);
    if (!isNew) expect(await startOf(host(1), 'web.service')).toBe(start);
    expect(await leftOf(host(1))).toBe('');
  }
  expect(outcomes[0]).toBe('failed');
});

test('what a run came to is known where it, or others, filled /var meanwhile', async () => {
  const { apply, declare, host } = bench();
  await upgrade();
  const filling = { settle: '0s', command: 'head -c 1M /dev/zero >/var/lib/filled 2>/dev/null; true' };
  await declare([web('2', { health: filling })], { hosts: 'host-1' });
  const fault = await host(1).fillDisk('/var/lib', 16 * 4096);
  const { results } = await apply();
  const told = await host(1).must('cat /var/lib/fleetwright/runs/*/result');
  await fault.release();
  await host(1).must('umount /var/lib');
  expect([results['host-1']?.outcome, told]).toEqual(['changed', expect.stringMatching(/^changed \d+ *$/m)]);
});

test('a read-only /etc refuses the run before anything is touched', async () => {
  const { apply, host } = bench();
  const start = await upgrade();
  const fault = await host(1).readOnly('/etc');
  try {
    const ended = await apply();
    expect([ended.code, ended.results['host-1']?.outcome]).toEqual([3, 'failed']);
    expect(ended.results['host-1']?.message).toMatch(/^nothing was changed: .*Read-only file system/);
    await unharmed(ended, start);
  } finally {
    await fault.release();
  }
});

test('a user whom sudo refuses is told the missing rule, and the other hosts go on', async () => {
  const { declare, apply } = bench();
  await declare([web('1')]);
  const { code, results } = await apply();
  expect([code, results['host-1']?.outcome, results['host-2']?.outcome]).toEqual([4, 'changed', 'changed']);
  expect(results['host-3']).toMatchObject({
    outcome: 'unreachable',
    message: expect.stringContaining(
      'add `plain ALL=(ALL) NOPASSWD: ALL` to /etc/sudoers.d/fleetwright',
    ) as unknown,
  });
});

test('a host without systemd is told as such, and the other hosts go on', async () => {
  const { declare, apply, plan, host } = bench();
  await declare([web('1')], two);
  await host(1).must('mv /run/systemd/system /run/systemd/away');
  try {
    const { code, results } = await apply();
    expect([code, results['host-1'], results['host-2']?.outcome]).toEqual([
      4,
      expect.objectContaining({
        outcome: 'unreachable',
        message: 'this host does not run systemd (no /run/systemd/system)',
      }),
      'changed',
    ]);
  } finally {
    await host(1).must('mv /run/systemd/away /run/systemd/system');
  }
  expect((await plan()).summary).toMatchObject({ unreachable: 0, changing: 1 });
});

test('what was planned is done, whatever becomes of the playbook and its files meanwhile', async () => {
  const { declare, startApply, host } = bench();
  await declare([web('1')], two);
  const held = await hold(host(1), 'systemctl', '*FragmentPath*');
  const applying = startApply();
  await held.reached();
  await declare([web('2', { name: 'other.service' })], two);
  await held.release();
  const { code, results } = await applying.ended;
  expect([code, results['host-1']?.outcome, results['host-2']?.outcome]).toEqual([0, 'changed', 'changed']);
  for (const each of [host(1), host(2)]) {
    expect(await each.must(`cat ${unitsIn}/web.service`)).toBe(sleeper('Environment=A=1'));
    expect(await stateOf(each, 'other.service')).toBe('inactive');
  }
});
