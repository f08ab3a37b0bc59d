import { describe, expect, test } from '@jest/globals';
import { merge, type MergeOptions, type Merged } from '../../src/snapshot/merge.ts';
import { shortOf, snapshot, type Short } from './support/snapshots.ts';

type Units = Readonly<Record<string, Short>>;

interface Case {
  readonly is: string;
  /** Without it the hosts were never synchronised. */
  readonly base?: Units;
  readonly local: Units;
  readonly remote: Units;
  readonly options?: MergeOptions;
  /** What becomes of both where the two goals agree, or of each. */
  readonly gives: Units | { readonly local: Units; readonly remote: Units };
  /** `UNIT FIELD`. */
  readonly conflicts?: readonly string[];
  /** `UNIT FIELD WHY on SIDE`. */
  readonly held?: readonly string[];
}

const a = { file: 'a' };
const b = { file: 'b' };
const c = { file: 'c' };

const cases: readonly Case[] = [
  { is: 'nothing, where all is alike', base: { u: a }, local: { u: a }, remote: { u: a }, gives: { u: a } },
  {
    is: 'a file that changed here goes there',
    ...{ base: { u: a }, local: { u: b }, remote: { u: a } },
    gives: { u: b },
  },
  {
    is: 'a file that changed there comes here',
    ...{ base: { u: a }, local: { u: a }, remote: { u: b } },
    gives: { u: b },
  },
  {
    is: 'changed on both alike: settled',
    ...{ base: { u: a }, local: { u: b }, remote: { u: b } },
    gives: { u: b },
  },
  {
    is: 'changed on both differently: a conflict, left alone',
    ...{ base: { u: a }, local: { u: b }, remote: { u: c } },
    gives: { local: { u: b }, remote: { u: c } },
    conflicts: ['u file'],
  },
  {
    is: 'a conflict won by the local side',
    ...{ base: { u: a }, local: { u: b }, remote: { u: c }, options: { prefer: 'local' } },
    gives: { u: b },
  },
  {
    is: 'a conflict won by the remote side',
    ...{ base: { u: a }, local: { u: b }, remote: { u: c }, options: { prefer: 'remote' } },
    gives: { u: c },
  },
  {
    is: 'parts of one unit move each its way, beside a conflict in a third',
    base: { u: { file: 'a', drops: { 'x.conf': '1', 'y.conf': '1' } } },
    local: { u: { file: 'b', drops: { 'x.conf': '2', 'y.conf': '1' } } },
    remote: { u: { file: 'c', drops: { 'x.conf': '1', 'y.conf': '3' } } },
    gives: {
      local: { u: { file: 'b', drops: { 'x.conf': '2', 'y.conf': '3' } } },
      remote: { u: { file: 'c', drops: { 'x.conf': '2', 'y.conf': '3' } } },
    },
    conflicts: ['u file'],
  },
  { is: 'a new unit here goes there', base: {}, local: { u: a }, remote: {}, gives: { u: a } },
  { is: 'a new unit there comes here', base: {}, local: {}, remote: { u: a }, gives: { u: a } },
  {
    is: 'a new drop-in there comes here',
    base: { u: a },
    local: { u: a },
    remote: { u: { file: 'a', drops: { 'x.conf': '1' } } },
    gives: { u: { file: 'a', drops: { 'x.conf': '1' } } },
  },
  {
    is: 'a deleted unit stays where it is without --delete',
    ...{ base: { u: a }, local: { u: a }, remote: {} },
    gives: { local: { u: a }, remote: {} },
    held: ['u unit deleted on remote'],
  },
  {
    is: 'a deleted unit goes with --delete',
    ...{ base: { u: a }, local: {}, remote: { u: a }, options: { delete: true } },
    gives: {},
  },
  {
    is: 'deleted here, changed there: a conflict even with --delete',
    ...{ base: { u: a }, local: {}, remote: { u: b }, options: { delete: true } },
    gives: { local: {}, remote: { u: b } },
    conflicts: ['u unit'],
  },
  {
    is: 'deleted here, stopped there: a conflict too',
    ...{ base: { u: a }, local: {}, remote: { u: { ...a, active: 'inactive' } }, options: { delete: true } },
    gives: { local: {}, remote: { u: { ...a, active: 'inactive' } } },
    conflicts: ['u unit'],
  },
  {
    is: 'deleted here, failed there: failing is nobody’s decision',
    ...{ base: { u: a }, local: {}, remote: { u: { ...a, active: 'failed' } }, options: { delete: true } },
    gives: {},
  },
  {
    is: 'the side that changed wins over the one that deleted',
    ...{ base: { u: a }, local: {}, remote: { u: b }, options: { prefer: 'remote' } },
    gives: { u: b },
  },
  {
    is: 'the side that deleted wins only with --delete',
    ...{ base: { u: a }, local: {}, remote: { u: b }, options: { prefer: 'local' } },
    gives: { local: {}, remote: { u: b } },
    conflicts: ['u unit'],
  },
  {
    is: 'the side that deleted wins with --delete',
    ...{ base: { u: a }, local: {}, remote: { u: b }, options: { prefer: 'local', delete: true } },
    gives: {},
  },
  { is: 'deleted on both: forgotten', base: { u: a }, local: {}, remote: {}, gives: {} },
  {
    is: 'a deleted drop-in stays without --delete',
    base: { u: { file: 'a', drops: { 'x.conf': '1' } } },
    local: { u: a },
    remote: { u: { file: 'a', drops: { 'x.conf': '1' } } },
    gives: { local: { u: a }, remote: { u: { file: 'a', drops: { 'x.conf': '1' } } } },
    held: ['u drop_ins/x.conf deleted on local'],
  },
  {
    is: 'a deleted drop-in goes with --delete',
    base: { u: { file: 'a', drops: { 'x.conf': '1' } } },
    local: { u: a },
    remote: { u: { file: 'a', drops: { 'x.conf': '1' } } },
    options: { delete: true },
    gives: { u: a },
  },
  {
    is: 'a drop-in deleted here and changed there: a conflict even with --delete',
    base: { u: { drops: { 'x.conf': '1' } } },
    local: { u: {} },
    remote: { u: { drops: { 'x.conf': '2' } } },
    options: { delete: true },
    gives: { local: { u: {} }, remote: { u: { drops: { 'x.conf': '2' } } } },
    conflicts: ['u drop_ins/x.conf'],
  },
  {
    is: 'a state that changed on one side moves',
    base: { u: {} },
    local: { u: { enabled: 'disabled' } },
    remote: { u: { active: 'inactive' } },
    gives: { u: { enabled: 'disabled', active: 'inactive' } },
  },
  {
    is: 'a mask moves',
    base: { u: { file: null } },
    local: { u: { file: null, enabled: 'masked' } },
    remote: { u: { file: null } },
    gives: { u: { file: null, enabled: 'masked' } },
  },
  {
    is: 'a unit that failed on one side stops nothing on the other',
    base: { u: {} },
    local: { u: {} },
    remote: { u: { active: 'failed' } },
    gives: { local: { u: {} }, remote: { u: { active: 'failed' } } },
  },
  {
    is: 'and what the other side decides meanwhile holds for it',
    base: { u: {} },
    local: { u: { active: 'inactive' } },
    remote: { u: { active: 'failed' } },
    gives: { u: { active: 'inactive' } },
  },
  {
    is: 'an [Install] that is new here brings its enablement with it',
    base: { u: { file: 'a', enabled: 'static' } },
    local: { u: { file: 'b', enabled: 'enabled' } },
    remote: { u: { file: 'a', enabled: 'static' } },
    gives: { u: { file: 'b', enabled: 'enabled' } },
  },
  {
    is: 'states that change both ways at once: a conflict of one state, not of the other',
    base: { u: { enabled: 'masked', active: 'inactive' } },
    local: { u: { enabled: 'enabled', active: 'active' } },
    remote: { u: { enabled: 'disabled', active: 'inactive' } },
    gives: {
      local: { u: { enabled: 'enabled', active: 'active' } },
      remote: { u: { enabled: 'disabled', active: 'active' } },
    },
    conflicts: ['u enabled'],
  },
  {
    is: 'the first time: what only one has is new for the other',
    ...{ local: { u: a }, remote: { v: b } },
    gives: { u: a, v: b },
  },
  {
    is: 'the first time: what is alike is settled, what differs is a conflict',
    local: { same: a, text: b, state: { active: 'inactive' } },
    remote: { same: a, text: c, state: {} },
    gives: {
      local: { same: a, text: b, state: { active: 'inactive' } },
      remote: { same: a, text: c, state: {} },
    },
    conflicts: ['state active', 'text file'],
  },
  {
    is: 'the first time: a winner settles it',
    ...{ local: { u: b }, remote: { u: c }, options: { prefer: 'local' } },
    gives: { u: b },
  },
  {
    is: 'the first time: a word that tells nothing is no conflict',
    ...{ local: { u: {} }, remote: { u: { active: 'failed', enabled: 'static' } } },
    gives: { local: { u: {} }, remote: { u: { active: 'failed', enabled: 'static' } } },
  },
  {
    is: 'a package’s unit is not brought to where the package is not',
    ...{ base: {}, local: { 'nginx.service': { file: null } }, remote: {} },
    gives: { local: { 'nginx.service': { file: null } }, remote: {} },
    held: ['nginx.service unit no file on remote'],
  },
  {
    is: 'a package’s unit does not go because the other side has removed the package',
    base: { 'nginx.service': { file: null } },
    local: { 'nginx.service': { file: null } },
    remote: {},
    options: { delete: true },
    gives: { local: { 'nginx.service': { file: null } }, remote: {} },
  },
  {
    is: 'an instance goes with its template',
    base: {},
    local: { 'w@.service': a, 'w@1.service': { file: null } },
    remote: {},
    gives: { 'w@.service': a, 'w@1.service': { file: null } },
  },
  {
    is: 'an instance that was deleted goes too, where its template is an administrator’s',
    base: { 'w@.service': a, 'w@1.service': { file: null } },
    local: { 'w@.service': a, 'w@1.service': { file: null } },
    remote: { 'w@.service': a },
    options: { delete: true },
    gives: { 'w@.service': a },
  },
];

describe('merge', () => {
  test.each(cases)('$is', ({ base, local, remote, options, gives, conflicts = [], held = [] }) => {
    const sides = {
      base: base && snapshot(base),
      local: snapshot(local),
      remote: snapshot(remote, 'host-2'),
    };
    const merged = merge(sides, options);
    const goals = isPair(gives) ? gives : { local: gives, remote: gives };
    expect(shortOf(merged.local)).toEqual(shortOf(snapshot(goals.local)));
    expect(shortOf(merged.remote)).toEqual(shortOf(snapshot(goals.remote)));
    expect(merged.conflicts.map(({ name, field }) => `${name} ${field}`)).toEqual(conflicts);
    expect(merged.held.map(({ name, field, why, on }) => `${name} ${field} ${why} on ${on}`)).toEqual(held);
    expect([merged.local.host, merged.remote.host]).toEqual(['host-1', 'host-2']);
    holdsTheLaws(merged);
  });

  test('a conflict tells what each side made of the base', () => {
    const merged = merge({
      base: snapshot({ u: a }),
      local: snapshot({ u: b }),
      remote: snapshot({ u: c }),
    });
    expect(merged.conflicts[0]?.differences).toEqual([
      { of: 'local', difference: { field: 'file', diff: expect.stringContaining('\n-a\n') } },
      { of: 'remote', difference: { field: 'file', diff: expect.stringContaining('\n+c\n') } },
    ]);
  });

  test('a conflict without a base tells how the sides differ', () => {
    const merged = merge({ base: undefined, local: snapshot({ u: b }), remote: snapshot({ u: c }) });
    expect(merged.conflicts[0]?.differences).toEqual([
      { of: 'both', difference: { field: 'file', diff: expect.stringMatching(/\n-b\n[^]*\n\+c\n/) } },
    ]);
  });
});

/** A second merge moves nothing; a conflict stays one until somebody settles it. */
function holdsTheLaws(merged: Merged): void {
  const again = merge(merged);
  expect(shortOf(again.local)).toEqual(shortOf(merged.local));
  expect(shortOf(again.remote)).toEqual(shortOf(merged.remote));
  expect(again.conflicts.map(({ name, field }) => `${name} ${field}`)).toEqual(
    merged.conflicts.map(({ name, field }) => `${name} ${field}`),
  );
  expect(shortOf(again.base)).toEqual(shortOf(merged.base));
}

function isPair(gives: Case['gives']): gives is { readonly local: Units; readonly remote: Units } {
  return 'local' in gives && 'remote' in gives;
}
