import { beforeAll, expect, test } from '@jest/globals';
import { show, stateOf, unitsIn } from './support/ask.ts';
import { putProgramOn, type Here } from './support/controller.ts';
import { sleeper, useWorkbench } from './support/workbench.ts';

const bench = useWorkbench({ count: 1 });

let here: Here;
beforeAll(async () => {
  here = await putProgramOn(bench().host(1));
}, 120_000);

test('this machine needs no inventory: look, back up, put back, enable', async () => {
  const { host } = bench();
  const patterns = "FLEETWRIGHT_PATTERNS='fw-*'";
  await host(1).must(`cat >${unitsIn}/fw-a.service && systemctl daemon-reload`, sleeper());
  const status = await here(['units', 'status'], patterns);
  expect([status.code, status.stdout]).toEqual([
    0,
    expect.stringMatching(/^fw-a\.service +inactive +disabled/m),
  ]);
  expect(status.stdout).not.toContain('HOST');
  expect((await here(['units', 'enable', '--force'], patterns)).code).toBe(0);
  const backup = await here(['units', 'backup', '--backup-dir', 'kept'], patterns);
  expect([backup.code, backup.stdout]).toEqual([0, expect.stringMatching(/^kept\/systemd-/)]);
  await host(1).must(`systemctl disable --now fw-a.service && rm ${unitsIn}/fw-a.service`);
  expect((await here(['units', 'install', backup.stdout.trim(), '--yes'])).code).toBe(0);
  expect(await stateOf(host(1), 'fw-a.service')).toBe('active');
  expect((await here(['units', 'disable', 'fw-a', '--yes'])).code).toBe(0);
  expect((await here(['rollback', 'last', '--yes'])).code).toBe(0);
  expect(await show(host(1), 'fw-a.service', 'ActiveState', 'UnitFileState')).toEqual({
    ...{ ActiveState: 'active', UnitFileState: 'enabled' },
  });
});
