import { expect, test } from '@jest/globals';
import { listing, startOf, stateOf, unitsIn } from './support/ask.ts';
import type { FleetHost } from './support/fleet-host.ts';
import { atOnce, sleeper, useWorkbench } from './support/workbench.ts';
import type { Entry } from './support/workbench.ts';

const bench = useWorkbench({ count: 2 });

const bad = {
  name: 'zz-bad.service',
  file: sleeper().replace('/bin/sleep infinity', '/bin/false'),
  ...{ active: true, health: { settle: '500ms' } },
};

/** Everything but the times of directories and links, which are made anew. */
async function lasting(host: FleetHost): Promise<readonly string[]> {
  const lines = await listing(host, unitsIn, '/run/systemd/system');
  return lines.map((line) => (/ f \d+ /.test(line) ? line : line.replace(/ \d+ \d+\.\d+ /, ' ')));
}

test('an undo gives back files with owner, mode and time, links and states, of every kind of step', async () => {
  const { declare, apply, host } = bench();
  await host(1).must(`
    cd ${unitsIn}
    unit() { printf '%s' '${sleeper()}' >"$1"; }
    for n in changed moved stopped dropped started removed; do unit $n.service; done
    unit worker@.service
    mkdir dropped.service.d; echo '[Service]' >dropped.service.d/only.conf
    ln -s /dev/null masked.service
    unit /run/systemd/system/vendor.service
    systemctl daemon-reload
    systemctl enable -q moved.service stopped.service removed.service worker@a.service
    systemctl start changed moved stopped dropped removed worker@a vendor
    systemctl mask --runtime -q other.service
    chown daemon:games changed.service; chmod 604 changed.service; touch -d '2019-03-04 05:06:07.89 UTC' changed.service
    touch -d '2020-03-04 05:06:07.89 UTC' dropped.service.d/only.conf dropped.service.d`);
  const before = await lasting(host(1));
  const states = (): Promise<unknown> =>
    Promise.all(
      [
        'changed',
        'moved',
        'stopped',
        'dropped',
        'started',
        'removed',
        'worker@a',
        'worker@b',
        'new',
        'vendor',
      ].map(async (name) => [name, await stateOf(host(1), `${name}.service`)]),
    );
  const stateBefore = await states();
  const on = { active: true, health: atOnce };
  await declare(
    [
      { name: 'changed.service', file: sleeper('Nice=1'), ...on },
      {
        name: 'moved.service',
        file: sleeper('', 'WantedBy=graphical.target\nAlias=nick.service'),
        enabled: true,
      },
      { name: 'stopped.service', enabled: false, active: false },
      { name: 'dropped.service', drop_ins: {}, ...on },
      { name: 'started.service', ...on },
      { name: 'removed.service', absent: true },
      { name: 'worker@.service', file: sleeper('Nice=2'), instances: ['b'], enabled: true, ...on },
      { name: 'masked.service', masked: false, file: sleeper(), ...on },
      {
        name: 'new.service',
        file: sleeper(),
        drop_ins: { 'a.conf': '[Service]\nNice=3\n' },
        enabled: true,
        ...on,
      },
      bad,
    ],
    { hosts: 'host-1' },
  );
  const { code, results } = await apply();
  expect([code, results['host-1']?.outcome, results['host-1']?.message]).toEqual([
    ...[5, 'rolled-back', expect.stringContaining('zz-bad.service')],
  ]);
  expect(await lasting(host(1))).toEqual(before);
  expect(await states()).toEqual(stateBefore);
  const needs = 'systemctl show -p NeedDaemonReload --value changed moved dropped removed worker@a | sort -u';
  expect((await host(1).must(needs)).trim()).toBe('no');
});

test('one unit of several fails: the others go back too, and what was not running does not run', async () => {
  const { declare, apply, plan, host } = bench();
  const units = (nice: string): readonly Entry[] =>
    ['a', 'b', 'c'].map((name) => ({
      name: `${name}.service`,
      file: sleeper(`Nice=${nice}`),
      active: true,
      health: atOnce,
    }));
  await declare(units('1'), { hosts: 'host-1' });
  await apply();
  await host(1).must('systemctl stop b.service');
  const c = await startOf(host(1), 'c.service');
  await declare([...units('2'), bad], { hosts: 'host-1' });
  expect((await apply()).results['host-1']?.outcome).toBe('rolled-back');
  const states = await Promise.all(['a', 'b', 'c'].map((name) => stateOf(host(1), `${name}.service`)));
  expect(states).toEqual(['active', 'inactive', 'active']);
  expect(await host(1).must('systemctl show -p Nice --value a.service c.service | grep .')).toBe('1\n1\n');
  expect(await startOf(host(1), 'c.service')).not.toBe(c);
  await host(1).must('systemctl start b.service');
  await declare(units('1'), { hosts: 'host-1' });
  expect((await plan()).summary.steps).toBe(0);
});

test('an old service that does not come back is said to, and where its files are kept', async () => {
  const { declare, apply, host } = bench();
  await host(1).must('touch /run/may-start');
  const old = {
    name: 'frail.service',
    file: sleeper('ExecStartPre=/bin/test -e /run/may-start'),
    active: true,
  };
  await declare([{ ...old, health: atOnce }], { hosts: 'host-1' });
  expect((await apply()).code).toBe(0);
  await host(1).must('rm /run/may-start');
  await declare([{ ...bad, name: 'frail.service' }], { hosts: 'host-1' });
  const { code, results } = await apply();
  expect([code, results['host-1']?.outcome]).toEqual([3, 'failed']);
  const message = results['host-1']?.message ?? '';
  expect(message).toContain('undoing restart frail.service failed');
  const kept = /\/var\/lib\/fleetwright\/runs\/\S+\/saved/.exec(message)?.[0] ?? 'nowhere';
  expect(await host(1).must(`cat ${kept}/files${unitsIn}/frail.service`)).toContain('may-start');
});

test('a host that fails harms no other; the budget keeps further batches from beginning', async () => {
  const { declare, apply, plan, host } = bench();
  await host(1).must('touch /run/broken');
  const file = sleeper().replace(
    '/bin/sleep infinity',
    '/bin/sh -c "test ! -e /run/broken && exec sleep infinity"',
  );
  const unit = { name: 'half.service', file, active: true, health: { settle: '300ms' } };
  await declare([unit], { rollout: { max_failures: 1 } });
  const both = await apply();
  expect([both.code, both.results['host-1']?.outcome, both.results['host-2']?.outcome]).toEqual([
    ...[5, 'rolled-back', 'changed'],
  ]);
  await host(2).must(`systemctl stop half.service; rm ${unitsIn}/half.service; systemctl daemon-reload`);
  await declare([unit], { rollout: { batches: [1, '100%'] } });
  const stopped = await apply();
  expect([stopped.code, stopped.results['host-1']?.outcome, stopped.results['host-2']]).toEqual([
    ...[
      5,
      'rolled-back',
      expect.objectContaining({ outcome: 'skipped', message: 'too many hosts failed before it' }),
    ],
  ]);
  expect((await host(2).exec(`test -e ${unitsIn}/half.service`)).code).toBe(1);
  await host(1).must('rm /run/broken');
  expect((await apply()).code).toBe(0);
  expect((await plan()).summary.converged).toBe(2);
});

test('a run that is undone makes no service look older than its drop-ins', async () => {
  const { declare, apply, plan, host } = bench();
  const old = {
    name: 'kept.service',
    file: sleeper(),
    drop_ins: { 'a.conf': '[Service]\nNice=1\n' },
    active: true,
    health: atOnce,
  };
  const one = { hosts: 'host-1' };
  await declare([old], one);
  await apply();
  const start = await startOf(host(1), 'kept.service');
  const more = { ...old, drop_ins: { ...old.drop_ins, 'b.conf': '[Service]\nNice=2\n' } };
  // Its start fails before anything is restarted.
  const first = {
    name: 'first.service',
    file: sleeper('Type=oneshot\nRemainAfterExit=yes').replace('/bin/sleep infinity', '/bin/false'),
    active: true,
  };
  await declare([first, more], one);
  expect((await apply()).code).toBe(5);

  const full = `${unitsIn}/zz.service.d`;
  await host(1).must(`mkdir ${full}; mount -t tmpfs -o size=4k tmpfs ${full}; echo >${full}/filler`);
  const last = { name: 'zz.service', file: sleeper(), drop_ins: { 'z.conf': '[Service]\nNice=2\n' } };
  await declare([more, last], one);
  expect((await apply()).results['host-1']?.message).toContain('No space left');
  await host(1).must(`umount ${full}; rmdir ${full}`);

  await declare([old], one);
  expect((await plan()).hosts[0]?.changes).toEqual([]);
  expect(await startOf(host(1), 'kept.service')).toBe(start);
});

test('a host keeps what its last twenty runs replaced', async () => {
  const { declare, apply, host } = bench();
  const runs = '/var/lib/fleetwright/runs';
  await host(1).must(
    `for n in $(seq 10 40); do mkdir -p ${runs}/202001\${n}T000000Z-abcd/saved; echo 'changed 1' >${runs}/202001\${n}T000000Z-abcd/result; done`,
  );
  await declare([{ name: 'last.service', file: sleeper() }], { hosts: 'host-1' });
  expect((await apply()).code).toBe(0);
  const kept = (await host(1).must(`ls ${runs}`)).trim().split('\n');
  expect([kept.length, kept[0], kept.at(-1)?.slice(0, 4)]).toEqual([20, '20200122T000000Z-abcd', '2026']);
});
