import { describe, expect, test } from '@jest/globals';
import { desiredOf } from '../../src/snapshot/desired.ts';
import type { UnitSnapshot } from '../../src/snapshot/snapshot.ts';
import { statesOf } from '../../src/snapshot/states.ts';
import { surplus } from '../../src/snapshot/surplus.ts';
import { snapshot, unit } from './support/snapshots.ts';

const of = (one: UnitSnapshot, ...more: readonly UnitSnapshot[]) =>
  desiredOf({ ...snapshot({}), units: [one, ...more] }).units[0]!;

test.each([
  ['active', 'enabled', { active: true, enabled: true, masked: false }],
  ['reloading', 'enabled', { active: true, enabled: true, masked: false }],
  ['inactive', 'disabled', { active: false, enabled: false, masked: false }],
  ['inactive', 'masked', { active: false, masked: true }],
  ['failed', 'linked', { enabled: false, masked: false }],
  ['activating', 'static', { masked: false }],
  ['unheard-of', 'unheard-of', { masked: false }],
  ['', '', {}],
])('%s and %s ask for %j', (active, enabled, states) => {
  expect(statesOf({ active, enabled })).toEqual(states);
});

describe('whether it runs is not asked for of', () => {
  test('a template, whatever the scripts wrote of it', () => {
    const { active, enabled } = of(unit('a@.service', { active: 'inactive', enabled: 'enabled' }));
    expect([active, enabled]).toEqual([undefined, undefined]);
  });

  test('a command that is over soon', () => {
    const file = '[Service]\nType=oneshot\nExecStart=/bin/true\n';
    expect(of(unit('a.service', { file, active: 'inactive' }))).not.toHaveProperty('active');
  });

  test('a service that a timer starts', () => {
    const service = unit('a.service', { active: 'inactive' });
    expect(of(service, unit('a.timer'))).not.toHaveProperty('active');
    expect(of(service, unit('a.timer', { active: 'inactive' }))).toMatchObject({ active: false });
  });

  test("a vendor's unit that others want", () => {
    expect(of(unit('a.service', { file: null, enabled: 'static' }))).not.toHaveProperty('active');
    expect(of(unit('a.service', { file: null, enabled: 'disabled' }))).toMatchObject({ active: true });
  });
});

describe('a part of a snapshot', () => {
  const whole = snapshot({ 'a.service': { drops: { 'x.conf': '1' } }, 'b.service': {} });

  test('is files alone, which a mask does not keep out', () => {
    const [a] = desiredOf(whole, { filesOnly: true }).units;
    expect(a).toMatchObject({ masked: false, dropIns: new Map([['x.conf', '1']]) });
    expect(a).not.toHaveProperty('enabled');
  });

  test('is states alone', () => {
    const [a] = desiredOf(whole, { statesOnly: true }).units;
    expect(a).toEqual({
      ...{ type: 'unit', scope: 'system', name: 'a.service', strict: false },
      ...{ enabled: true, active: true, masked: false },
    });
  });

  test('is what a glob leaves', () => {
    expect(desiredOf(whole, { only: ['b*'] }).units.map(({ name }) => name)).toEqual(['b.service']);
  });
});

test('bytes that are no text are not put back, and are told of', () => {
  const { units, notes } = desiredOf(snapshot({ 'a.service': { file: Uint8Array.of(0xff, 0xfe) } }));
  expect(units[0]).not.toHaveProperty('file');
  expect(notes).toEqual(['a.service: not put back, it is not UTF-8 text']);
});

test('modes that keep others out are asked for, and those that let them write are not', () => {
  const modes = (mode: string) => desiredOf(snapshot({ 'a.service': { mode } })).units[0]?.modes;
  expect(modes('0600')).toEqual(new Map([['file', '0600']]));
  expect([modes('0644'), modes('0666'), modes('4755')]).toEqual([undefined, undefined, undefined]);
});

describe('with --prune', () => {
  const then = snapshot({ 'a.service': {} });
  const gone = (now: Parameters<typeof snapshot>[0], patterns = ['*']) =>
    surplus(snapshot(now), { ...then, patterns });

  test("an administrator's unit goes that was not there", () => {
    expect(gone({ 'a.service': {}, 'b.service': {} })).toMatchObject([{ name: 'b.service', absent: true }]);
  });

  test("a vendor's stays, and so does what the backup would not have had", () => {
    expect(gone({ 'b.service': { file: null } })).toEqual([]);
    expect(gone({ 'b.service': {} }, ['a*'])).toEqual([]);
  });

  test('a template goes with its instances', () => {
    expect(gone({ 'w@.service': {} })).toMatchObject([{ name: 'w@.service', absent: true, instances: [] }]);
  });

  test('a mask goes', () => {
    const masked = {
      ...unit('v.service', { file: null }),
      links: [{ path: 'v.service', target: '/dev/null' }],
    };
    expect(surplus({ ...snapshot({}), units: [masked] }, then)).toMatchObject([{ masked: false }]);
  });
});
