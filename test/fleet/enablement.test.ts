import { expect, test } from '@jest/globals';
import { linksTo, show, stateOf, unitsIn } from './support/ask.ts';
import { atOnce, sleeper, stepLines, useWorkbench } from './support/workbench.ts';

const bench = useWorkbench({ count: 1 });

async function blockedReasons(): Promise<string> {
  const [host] = (await bench().plan()).hosts;
  expect(host?.status).toBe('blocked');
  return (host?.reasons ?? []).join('\n');
}

test('a changed WantedBy= moves the link', async () => {
  const { declare, apply, plan, host } = bench();
  const wantedBy = (target: string): Promise<void> =>
    declare([{ name: 'move.service', file: sleeper('', `WantedBy=${target}`), enabled: true }]);
  await wantedBy('multi-user.target');
  await apply();
  expect(await linksTo(host(1), 'move.service')).toEqual(['multi-user.target.wants/move.service']);
  await wantedBy('graphical.target timers.target');
  expect((await apply()).results['host-1']?.outcome).toBe('changed');
  expect(await linksTo(host(1), 'move.service')).toEqual([
    'graphical.target.wants/move.service',
    'timers.target.wants/move.service',
  ]);
  expect((await plan()).summary.steps).toBe(0);
});

test('a drop-in that adds an [Install] adds the link with it', async () => {
  const { declare, apply, plan, host } = bench();
  const file = '[Service]\nExecStart=/bin/sleep infinity\n';
  const dropIns = { 'install.conf': '[Install]\nWantedBy=basic.target\n' };
  await declare([{ name: 'late.service', file, drop_ins: dropIns, enabled: true }]);
  expect((await apply()).code).toBe(0);
  expect(await linksTo(host(1), 'late.service')).toEqual(['basic.target.wants/late.service']);
  expect((await plan()).summary.steps).toBe(0);
});

test('Alias= and Also= are enabled and disabled with the unit, and a second plan is empty each time', async () => {
  const { declare, apply, plan, host } = bench();
  const units = (enabled: boolean): Promise<void> =>
    declare([
      { name: 'help.service', file: sleeper('', 'WantedBy=timers.target') },
      {
        name: 'main.service',
        file: sleeper('', 'WantedBy=multi-user.target\nAlias=other.service\nAlso=help.service'),
        enabled,
      },
    ]);
  await units(true);
  expect((await apply()).code).toBe(0);
  expect(await linksTo(host(1), 'main.service')).toEqual([
    'multi-user.target.wants/main.service',
    'other.service',
  ]);
  expect(await linksTo(host(1), 'help.service')).toEqual(['timers.target.wants/help.service']);
  expect((await show(host(1), 'other.service', 'Id'))['Id']).toBe('main.service');
  expect((await plan()).summary.steps).toBe(0);
  await units(false);
  expect((await apply()).code).toBe(0);
  expect(await linksTo(host(1), 'main.service')).toEqual([]);
  expect(await linksTo(host(1), 'help.service')).toEqual([]);
  expect((await plan()).summary.steps).toBe(0);
});

test('a unit named by its alias is refused, with the name it has', async () => {
  const { declare, host } = bench();
  await host(1).must(
    `printf '%s' '${sleeper('', 'Alias=nick.service')}' >${unitsIn}/real.service; systemctl enable --now -q real.service`,
  );
  await declare([{ name: 'nick.service', active: false }]);
  expect(await blockedReasons()).toContain('nick.service is an alias of real.service');
  expect(await stateOf(host(1), 'real.service')).toBe('active');
});

test('a unit without [Install] cannot be enabled, and nothing of the plan is done on its host', async () => {
  const { declare, apply, host } = bench();
  await declare([
    { name: 'fine.service', file: sleeper(), enabled: true },
    { name: 'static.service', file: '[Service]\nExecStart=/bin/true\n', enabled: true },
  ]);
  expect(await blockedReasons()).toContain('static.service cannot be enabled: it is static');
  expect((await apply()).code).toBe(3);
  expect((await host(1).exec(`ls ${unitsIn}/fine.service`)).code).not.toBe(0);
});

test('what nobody installs can be neither enabled nor started', async () => {
  await bench().declare([{ name: 'nowhere.service', enabled: true, active: true }]);
  const reasons = await blockedReasons();
  expect(reasons).toContain('nowhere.service cannot be enabled: this host has no such unit');
  expect(reasons).toContain('nowhere.service cannot be started: this host has no such unit');
});

test('a masked unit is stopped and masked; unmasked it can be enabled and started in the same run', async () => {
  const { declare, apply, plan, host } = bench();
  const vendor = '/lib/systemd/system/vendor.service';
  await host(1).must(
    `printf '%s' '${sleeper()}' >${vendor}; systemctl daemon-reload; systemctl start vendor`,
  );
  await declare([{ name: 'vendor.service', masked: true }]);
  expect((await apply()).code).toBe(0);
  const masked = await show(host(1), 'vendor.service', 'LoadState', 'ActiveState');
  expect(masked).toEqual({ LoadState: 'masked', ActiveState: 'inactive' });
  expect((await plan()).summary.steps).toBe(0);

  await declare([{ name: 'vendor.service', masked: false, enabled: true, active: true, health: atOnce }]);
  const back = await apply();
  expect([back.code, back.results['host-1']?.message]).toEqual([0, undefined]);
  expect(await show(host(1), 'vendor.service', 'UnitFileState', 'ActiveState')).toEqual({
    UnitFileState: 'enabled',
    ActiveState: 'active',
  });
  expect((await plan()).summary.steps).toBe(0);
  await host(1).must(`systemctl stop vendor; rm ${vendor}`);
});

test('a mask that somebody made by hand stands in the way, and is named', async () => {
  const { declare, apply, plan, host } = bench();
  await host(1).must(`ln -s /dev/null ${unitsIn}/hand.service; systemctl daemon-reload`);
  await declare([{ name: 'hand.service', file: sleeper(), active: true, health: atOnce }]);
  expect(await blockedReasons()).toContain(`hand.service is masked (${unitsIn}/hand.service)`);
  expect((await apply()).code).toBe(3);
  expect(await host(1).must(`readlink ${unitsIn}/hand.service`)).toBe('/dev/null\n');

  await declare([{ name: 'hand.service', masked: false, file: sleeper(), active: true, health: atOnce }]);
  expect((await apply()).code).toBe(0);
  expect(await stateOf(host(1), 'hand.service')).toBe('active');
  expect((await plan()).summary.steps).toBe(0);
});

test('a mask until the next boot, and an empty file, are masks as well', async () => {
  const { declare, apply, host } = bench();
  const vendor = '/lib/systemd/system/vendor2.service';
  await host(1).must(
    `printf '%s' '${sleeper()}' >${vendor}; : >${unitsIn}/empty.service; systemctl mask --runtime -q vendor2`,
  );
  await declare([
    { name: 'vendor2.service', active: true },
    { name: 'empty.service', active: true },
  ]);
  const reasons = await blockedReasons();
  expect(reasons).toContain('vendor2.service is masked (/run/systemd/system/vendor2.service)');
  expect(reasons).toContain(`empty.service is masked (${unitsIn}/empty.service)`);
  await declare([{ name: 'vendor2.service', masked: false, active: true, health: atOnce }]);
  expect((await apply()).code).toBe(0);
  expect(await stateOf(host(1), 'vendor2.service')).toBe('active');
  await host(1).must(`systemctl stop vendor2; rm ${vendor}`);
});

test('a unit of ours cannot be masked, because its file lies where the mask would be', async () => {
  const { declare, apply } = bench();
  await declare([{ name: 'own.service', file: sleeper() }]);
  await apply();
  await declare([{ name: 'own.service', masked: true }]);
  expect(await blockedReasons()).toContain('own.service cannot be masked: its own file lies in');
});

test('a vendor unit that is enabled can be disabled, and its file stays', async () => {
  const { declare, apply, plan, host } = bench();
  const vendor = '/lib/systemd/system/vendor3.service';
  await host(1).must(`printf '%s' '${sleeper()}' >${vendor}; systemctl enable --now -q vendor3`);
  await declare([{ name: 'vendor3.service', enabled: false }]);
  expect(stepLines(await plan())).toEqual(['disable vendor3.service', 'daemon-reload']);
  expect((await apply()).code).toBe(0);
  expect(await linksTo(host(1), 'vendor3.service')).toEqual([]);
  expect(await stateOf(host(1), 'vendor3.service')).toBe('active');
  expect((await plan()).summary.steps).toBe(0);

  await declare([{ name: 'vendor3.service', absent: true }]);
  expect(await blockedReasons()).toContain(`its file ${vendor} belongs to a package`);
  await host(1).must(`systemctl stop vendor3; rm ${vendor}`);
});
