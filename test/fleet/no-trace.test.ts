import { expect, test } from '@jest/globals';
import { listing } from './support/ask.ts';
import type { FleetHost } from './support/fleet-host.ts';
import { sleeper, useWorkbench } from './support/workbench.ts';

const bench = useWorkbench({ count: 2 });

/** What a look could leave behind; what a login leaves and systemd's note of the time are none of ours. */
async function traces(host: FleetHost): Promise<readonly string[]> {
  const lines = await listing(
    host,
    '/etc',
    '/var/lib',
    '/run/fleetwright',
    '/run/systemd/system',
    '/dev/shm',
    '/root',
    '/home',
  );
  const mounts = (await host.must('findmnt -rno TARGET,FSTYPE')).split('\n');
  return [...lines, ...mounts].filter((line) => !/^(\/var\/lib\/systemd\/timesync|\/run\/user\/)/.test(line));
}

test('neither plan nor drift leaves a trace on a host, whatever they find', async () => {
  const { declare, apply, plan, run, hosts, host } = bench();
  await declare(
    [{ name: 'old.service', file: sleeper(), enabled: true, active: true, health: { settle: '0s' } }],
    {
      hosts: 'host-1',
    },
  );
  await apply();
  await declare([
    { name: 'old.service', file: sleeper('Environment=A=1'), drop_ins: { 'a.conf': '[Service]\nNice=1\n' } },
    { name: 'bad.service', file: sleeper('NoSuchDirective=1'), enabled: true, active: true },
    { name: 'worker@.service', file: sleeper(), instances: ['a'], active: true },
    { scope: 'user:deploy', name: 'mine.service', file: sleeper(), active: true },
    { match: '*old*', active: true },
  ]);
  const before = await Promise.all(hosts.map(traces));
  const made = await plan();
  expect(made.summary).toMatchObject({ changing: 2, blocked: 0 });
  expect(made.hosts[1]?.warnings?.join()).toContain('NoSuchDirective');
  await run(['drift', 'playbook.yaml']);
  await run(['apply', 'playbook.yaml', '--check']);
  expect(await Promise.all(hosts.map(traces))).toEqual(before);
  expect((await host(2).exec('test -e /run/fleetwright -o -e /var/lib/fleetwright')).code).toBe(1);
});

test('where a plan cannot mount, the check of unit files is the first step of the run', async () => {
  const { declare, apply, plan, host } = bench();
  await declare([{ name: 'typo.service', file: sleeper('NoSuchDirective=1'), strict: true }], {
    hosts: 'host-1',
  });
  await host(1).must('mv /usr/bin/unshare /usr/bin/unshare.gone');
  try {
    const [step] = (await plan()).hosts[0]?.changes[0]?.steps ?? [];
    expect(step?.do).toBe('verify');
    const { code, results } = await apply();
    expect([code, results['host-1']?.message]).toEqual([5, expect.stringContaining('NoSuchDirective')]);
    expect((await host(1).exec('test -e /etc/systemd/system/typo.service')).code).toBe(1);
  } finally {
    await host(1).must('mv /usr/bin/unshare.gone /usr/bin/unshare');
  }
});
