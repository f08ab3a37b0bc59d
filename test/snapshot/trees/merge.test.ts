import { describe, expect, test } from '@jest/globals';
import {
  baseAfterPush,
  mergeTrees,
  type TreeMerge,
  type TreeMergeOptions,
  type TreeSides,
} from '../../../src/snapshot/trees/merge.ts';
import { sorted, type TreeEntry, type TreeState } from '../../../src/snapshot/trees/state.ts';

/** `a: '1'` is a file of that content, `d/: ''` a directory, `l: '->x'` a link. */
type Short = Readonly<Record<string, string>>;

function state(short: Short): TreeState {
  const entries = Object.entries({ './': '', ...short }).map(([name, text]): [string, TreeEntry] => {
    const path = name.replace(/\/$/, '');
    if (name.endsWith('/')) return [path, { path, type: 'directory', mode: text === '' ? '0755' : text }];
    if (text.startsWith('->')) return [path, { path, type: 'link', target: text.slice(2) }];
    return [path, { path, type: 'file', mode: '0644', sha256: text }];
  });
  return sorted(new Map(entries));
}

interface Given {
  readonly base?: Short;
  readonly local: Short;
  readonly remote: Short;
  readonly placed?: readonly string[];
  readonly left?: readonly string[];
  readonly shields?: readonly string[];
  readonly skips?: readonly string[];
}

function sidesOf({
  base,
  local,
  remote,
  placed = [],
  left = [],
  shields = [],
  skips = [],
}: Given): TreeSides {
  return {
    base: base && state(base),
    ...{ local: state(local), remote: state(remote) },
    placed: new Set(placed),
    left: new Map(left.map((path) => [path, 'is a FIFO there'])),
    shields: (path) => shields.includes(path),
    skips: (path) => skips.includes(path),
  };
}

function merged(given: Given, options: TreeMergeOptions): TreeMerge {
  return mergeTrees(sidesOf(given), options);
}

/** `+here a`, `-there b`, `! c`, `= d deleted`. */
function told({ local, remote, conflicts, held }: TreeMerge): readonly string[] {
  return [
    ...local.put.map(({ path }) => `+here ${path}`),
    ...local.remove.map(({ path }) => `-here ${path}`),
    ...remote.put.map(({ path }) => `+there ${path}`),
    ...remote.remove.map(({ path }) => `-there ${path}`),
    ...conflicts.map(({ path, why }) => `! ${path} ${why}`),
    ...held.map(({ path, on, why }) => `= ${path} ${why} on ${on}`),
  ];
}

const agreed = { a: '1', 'd/': '', 'd/x': '1' };

describe('a sync', () => {
  const cases: readonly (readonly [string, Given, Partial<TreeMergeOptions>, readonly string[]])[] = [
    [
      'moves what one side changed',
      { base: agreed, local: { ...agreed, a: '2' }, remote: { ...agreed, 'd/x': '2' } },
      {},
      ['+here d/x', '+there a'],
    ],
    [
      'lists what both changed',
      { base: agreed, local: { ...agreed, a: '2' }, remote: { ...agreed, a: '3' } },
      {},
      ['! a both changed'],
    ],
    [
      'lets the preferred side win',
      { base: agreed, local: { ...agreed, a: '2' }, remote: { ...agreed, a: '3' } },
      { prefer: 'local' },
      ['+there a'],
    ],
    [
      'takes what both changed alike as settled',
      { base: agreed, local: { ...agreed, a: '2' }, remote: { ...agreed, a: '2' } },
      {},
      [],
    ],
    [
      'holds deletions',
      { base: agreed, local: { 'd/': '', 'd/x': '1' }, remote: agreed },
      {},
      ['= a deleted on local'],
    ],
    [
      'brings deletions with --delete',
      { base: agreed, local: { a: '1' }, remote: agreed },
      { delete: true },
      ['-there d', '-there d/x'],
    ],
    [
      'never deletes what the other side changed',
      { base: agreed, local: { 'd/': '', 'd/x': '1' }, remote: { ...agreed, a: '2' } },
      { delete: true, prefer: 'local' },
      ['! a deleted'],
    ],
    [
      'never deletes what is shielded',
      { base: agreed, local: { 'd/': '', 'd/x': '1' }, remote: agreed, shields: ['a'] },
      { delete: true },
      [],
    ],
    [
      'without a base takes the equal as agreed, the new as new, and lists the rest',
      { local: { a: '1', b: '1', c: '1' }, remote: { a: '1', b: '2', e: '1' } },
      {},
      ['+here e', '+there c', '! b never agreed'],
    ],
    [
      'keeps a directory in which something stays',
      { base: agreed, local: { a: '1' }, remote: { ...agreed, 'd/x': '2' } },
      { delete: true },
      ['! d/x deleted'],
    ],
    [
      'brings back a directory for what is new in it',
      { base: agreed, local: { a: '1' }, remote: { ...agreed, 'd/y': '1' } },
      { delete: true },
      ['+here d', '+here d/y', '-there d/x'],
    ],
    [
      'leaves a directory here and a file there, and what is in it',
      { base: agreed, local: agreed, remote: { a: '1', d: '1' } },
      { prefer: 'remote', delete: true },
      ['! d another sort'],
    ],
    [
      'touches nothing at or below what is special there',
      { base: agreed, local: agreed, remote: { a: '1' }, left: ['d'] },
      { delete: true },
      [],
    ],
    [
      'moves links as links',
      { base: { l: '->a' }, local: { l: '->a' }, remote: { l: '->/etc/passwd' } },
      {},
      ['+here l'],
    ],
    [
      'moves permissions',
      { base: agreed, local: agreed, remote: { ...agreed, 'd/': '0700' } },
      {},
      ['+here d'],
    ],
  ];
  test.each(cases)('%s', (_, given, options, expected) => {
    expect(told(merged(given, { way: 'sync', ...options }))).toEqual(expected);
  });

  test.each(cases)('%s; and a second one finds nothing to move', (_, given, options) => {
    const { base, local, remote, ...rest } = sidesOf(given);
    const first = mergeTrees({ base, local, remote, ...rest }, { way: 'sync', ...options });
    const after = (side: TreeState, moves: TreeMerge['local']): TreeState => {
      const now = new Map(side);
      for (const one of moves.put) now.set(one.path, one);
      for (const { path } of moves.remove) now.delete(path);
      return sorted(now);
    };
    const sides = {
      base: first.base,
      local: after(local, first.local),
      remote: after(remote, first.remote),
      ...rest,
    };
    const { local: here, remote: there } = mergeTrees(sides, { way: 'sync', ...options });
    expect([here, there]).toEqual([
      { put: [], remove: [] },
      { put: [], remove: [] },
    ]);
  });
});

test('what does not travel this time stays agreed on', () => {
  const given = { base: agreed, local: { a: '1' }, remote: { a: '1' }, skips: ['d', 'd/x'] };
  expect([...merged(given, { way: 'sync', delete: true }).base.keys()]).toEqual(['.', 'a', 'd', 'd/x']);
});

describe('what a push leaves agreed on', () => {
  const after = (given: Omit<Given, 'remote'>, ...removed: readonly string[]): TreeState =>
    baseAfterPush(sidesOf({ ...given, remote: {} }), removed).base;

  test('is all that is here, whatever it was before, even a conflict', () => {
    expect(after({ local: agreed })).toEqual(state(agreed));
    expect(after({ base: { a: '0', d: '1' }, local: agreed })).toEqual(state(agreed));
  });

  test('is not what it removed; what it left there stays as it was', () => {
    expect([...after({ base: { ...agreed, gone: '1', left: '1' }, local: agreed }, 'gone').keys()]).toEqual([
      ...['.', 'a', 'd', 'd/x', 'left'],
    ]);
  });

  test('is not what did not travel, which stays as it was', () => {
    const skips = ['secret', 'data'];
    const given = { base: { secret: '1' }, local: { a: '1', secret: '2', data: '1' }, skips };
    expect(after(given)).toEqual(state({ a: '1', secret: '1' }));
  });
});

describe('a pull', () => {
  const cases: readonly (readonly [string, Given, Partial<TreeMergeOptions>, readonly string[]])[] = [
    [
      'without a base brings all that differs',
      { local: { a: '1', mine: '1' }, remote: { a: '2', b: '1' } },
      {},
      ['+here a', '+here b'],
    ],
    [
      'keeps what was changed here only',
      { base: agreed, local: { ...agreed, a: '2' }, remote: agreed },
      {},
      ['= a edited on local'],
    ],
    [
      'lists what both changed',
      { base: agreed, local: { ...agreed, a: '2' }, remote: { ...agreed, a: '3' } },
      {},
      ['! a both changed'],
    ],
    [
      'brings back what was deleted here',
      { base: agreed, local: { 'd/': '', 'd/x': '1' }, remote: agreed },
      {},
      ['+here a'],
    ],
    [
      'holds what was deleted there',
      { base: agreed, local: agreed, remote: { a: '1' } },
      {},
      ['= d deleted on remote', '= d/x deleted on remote'],
    ],
    [
      'takes it away with --delete',
      { base: agreed, local: agreed, remote: { a: '1' } },
      { delete: true },
      ['-here d', '-here d/x'],
    ],
    [
      'but not where it was changed here',
      { base: agreed, local: { ...agreed, 'd/x': '2' }, remote: { a: '1' } },
      { delete: true },
      ['= d/x edited on remote'],
    ],
    [
      'knows by what a run put there that it was deleted',
      { local: { a: '1', b: '1' }, remote: { a: '1' }, placed: ['b'] },
      { delete: true },
      ['-here b'],
    ],
    [
      'knows that still when something else was agreed on',
      { base: { a: '1' }, local: { a: '1', b: '1' }, remote: { a: '1' }, placed: ['b'] },
      {},
      ['= b deleted on remote'],
    ],
    [
      'brings secrets that travel for the first time',
      { base: { a: '1' }, local: { a: '1', s: '1' }, remote: { a: '1', s: '2' }, shields: ['s'] },
      {},
      ['+here s'],
    ],
    ['sends nothing', { base: agreed, local: { ...agreed, new: '1' }, remote: agreed }, {}, []],
  ];
  test.each(cases)('%s', (_, given, options, expected) => {
    expect(told(merged(given, { way: 'pull', ...options }))).toEqual(expected);
  });

  test('says what it replaces that was changed here', () => {
    const given = { base: agreed, local: { ...agreed, a: '2' }, remote: { ...agreed, 'd/x': '2' } };
    const { edited, local } = merged(given, { way: 'pull', prefer: 'remote' });
    expect([[...edited], local.put.map(({ path }) => path)]).toEqual([['a'], ['a', 'd/x']]);
  });
});
