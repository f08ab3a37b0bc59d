import { describe, expect, test } from '@jest/globals';
import { desiredOf } from '../../src/snapshot/desired.ts';
import { hostOf } from '../kinds/unit/support/described-host.ts';
import { readCases } from '../kinds/unit/support/unit-case.ts';
import { planFor, snapshotOf } from './support/hosts.ts';

const service = '[Service]\nExecStart=/bin/sleep infinity\n\n[Install]\nWantedBy=multi-user.target\n';
const wants = 'multi-user.target.wants';

/** What says nothing against a snapshot: a process that is behind its files stays behind, and rights are put right. */
const excused = /^(?:running|.* mode and owner)$/;

describe.each(readCases())('a host of the cases of %s', (_, cases) => {
  const hosts = cases.flatMap(({ it, host }) => (host === undefined ? [] : [[it, host] as const]));
  test.each(hosts)('need not change to become what it is: %s', (_it, described) => {
    const { units } = desiredOf(snapshotOf(described));
    const plan = planFor(hostOf(described), units);
    const differences = plan.changes.flatMap((change) =>
      change.differences.map(({ field }) => `${change.address} ${field}`),
    );
    expect(differences.filter((one) => !excused.test(one.slice(one.indexOf(' ') + 1)))).toEqual([]);
  });
});

describe('a snapshot', () => {
  const snapshot = snapshotOf({
    files: {
      'web.service': { text: service, mode: '600' },
      'web.service.d/10-a.conf': '[Service]\nNice=1\n',
      'web.service.d/20-b.conf': '-> /opt/b.conf',
      [`${wants}/web.service`]: '-> /etc/systemd/system/web.service',
      'worker@.service': service,
      '/usr/lib/systemd/system/vendor.service': service,
      'vendor.service.d/x.conf': '[Service]\nNice=2\n',
      'off.service': '-> /dev/null',
    },
    units: {
      'web.service': { active: 'active', show: { UnitFileState: 'enabled' } },
      'worker@a.service': 'active',
      'vendor.service': { active: 'inactive', show: { UnitFileState: 'disabled' } },
      'off.service': { active: 'inactive', show: { UnitFileState: 'masked' } },
    },
  });
  const of = (name: string) => snapshot.units.find((one) => one.name === name);

  test('has files with their modes, drop-ins, links and words', () => {
    expect(of('web.service')).toMatchObject({
      file: { path: 'web.service', mode: '0600', owner: 'root:root' },
      dropIns: [{ path: 'web.service.d/10-a.conf' }],
      links: [{ path: `${wants}/web.service`, target: '/etc/systemd/system/web.service' }],
      active: 'active',
      enabled: 'enabled',
    });
    expect(Buffer.from(of('web.service')!.file!.bytes).toString()).toBe(service);
  });

  test('says what it could not keep, and asks for no set of drop-ins that it does not know', () => {
    expect(snapshot.notes).toEqual(['web.service.d/20-b.conf: not kept, it is a link']);
    expect(of('web.service')?.vague).toContain('dropIns');
    const { units } = desiredOf(snapshot);
    expect(units.find(({ name }) => name === 'web.service')?.dropIns).toBeUndefined();
  });

  test('has templates and their instances', () => {
    expect(of('worker@.service')).toMatchObject({ file: { path: 'worker@.service' }, active: '' });
    expect(of('worker@a.service')).toMatchObject({ active: 'active' });
    expect(of('worker@a.service')).not.toHaveProperty('file');
  });

  test("has a vendor's unit with its states and local drop-ins, and not its file", () => {
    expect(of('vendor.service')).toMatchObject({ dropIns: [{ path: 'vendor.service.d/x.conf' }] });
    expect(of('vendor.service')).not.toHaveProperty('file');
  });

  test('has masks', () => {
    expect(of('off.service')).toMatchObject({ links: [{ path: 'off.service', target: '/dev/null' }] });
    expect(desiredOf(snapshot).units.find(({ name }) => name === 'off.service')?.masked).toBe(true);
  });

  test('has only what the patterns catch', () => {
    const host = { files: { 'a.service': service, 'b.service': service }, units: {} };
    expect(snapshotOf(host, ['a*']).units.map(({ name }) => name)).toEqual(['a.service']);
  });
});

describe('what a lying host says', () => {
  const hostile = snapshotOf({
    files: {
      'web.service': { text: service, mode: '99\u001b[2J', owner: 'root\u001b]0;x:root' },
      'web.service.d/\u001b[2J.conf': 'x',
      'web.service.d/.hidden.conf': 'x',
    },
    units: {
      'web.service': { active: 'active\u001b[2J', show: { UnitFileState: 'enabled\u202e' } },
      '../../x.service': 'active',
      '/etc/passwd.service': 'active',
      [`${'a'.repeat(250)}.service`]: 'active',
    },
  });

  test('never becomes a name of a file', () => {
    expect(hostile.units.map(({ name }) => name)).toEqual(['web.service']);
    expect(hostile.units[0]?.dropIns).toEqual([]);
  });

  test('is safe to show', () => {
    const { file: _, ...unit } = hostile.units[0]!;
    const words = JSON.stringify([unit, hostile.notes, _?.mode, _?.owner]);
    // eslint-disable-next-line no-control-regex -- the very thing that must not be there
    expect(words).not.toMatch(/\\u001b|\u001b|\u202e/);
    expect(_?.mode).toBe('0644');
  });
});
