import { describe, expect, test } from '@jest/globals';
import { unit } from '../../src/kinds/unit/index.ts';
import type { AnyKind } from '../../src/kinds/kind.ts';
import { recheck } from '../../src/observe/recheck.ts';
import { hostPlan } from '../apply/support/fleet-plan.ts';
import { lookHost } from './support/look-host.ts';

const kinds = [unit as unknown as AnyKind];
const empty = {
  'unit:system:stat': '',
  'unit:system:text': '',
  'unit:system:links': '',
  'unit:system:targets': '',
};
const scope = 'dir=/etc/systemd/system\nruntime=/run/systemd/system\nmanager=yes\npath=/etc/systemd/system\n';
const seen = (show: string) => ({ ...empty, 'unit:system:scope': scope, 'unit:system:show': show });
const plan = (evidence: Parameters<typeof hostPlan>[2] = {}) => hostPlan('web', undefined, evidence);

describe('recheck', () => {
  const rests = plan({ evidence: { 'unit/a.service': { active: 'inactive', file: null, links: [] } } });

  test('nothing has moved', async () => {
    expect(await recheck(lookHost(seen('Id=a.service\nActiveState=inactive\n')), rests, kinds)).toEqual([]);
  });

  test('what has moved, by name', async () => {
    expect(await recheck(lookHost(seen('Id=a.service\nActiveState=active\n')), rests, kinds)).toEqual([
      { address: 'unit/a.service', field: 'active', was: 'inactive', is: 'active' },
    ]);
  });

  test('a fact that the plan does not rest on may move', async () => {
    const show = 'Id=a.service\nActiveState=inactive\nInvocationID=0123\n';
    expect(await recheck(lookHost(seen(show)), rests, kinds)).toEqual([]);
  });

  test('a fact that is known no longer is nothing', async () => {
    const odd = plan({ evidence: { 'unit/a.service': { 'drop_ins/x.conf': 'sha256:0' } } });
    expect(await recheck(lookHost(seen('')), odd, kinds)).toEqual([
      { address: 'unit/a.service', field: 'drop_ins/x.conf', was: 'sha256:0', is: null },
    ]);
  });

  test('a user that is gone', async () => {
    const users = plan({ evidence: { 'unit/user:bob/a.service': { active: 'active' } } });
    const gone = { 'unit:user:bob:scope': 'user=none\n' };
    expect(await recheck(lookHost(gone), users, kinds)).toEqual([
      { address: 'unit/user:bob/a.service', field: 'active', was: 'active', is: null },
    ]);
  });

  test('only what the plan names is looked at, and nothing is asked of kinds that it does not have', async () => {
    const host = lookHost(seen(''));
    const other: Partial<AnyKind> = { name: 'tree' };
    await recheck(host, rests, [...kinds, other as AnyKind]);
    expect(String(host.scripts[0]?.text)).toContain('\nlook_unit system a.service');
  });

  test('a host that cannot be looked at', async () => {
    expect(await recheck(lookHost({ host: 'systemd=none\n' }), rests, kinds)).toContain(
      'does not run systemd',
    );
  });
});
