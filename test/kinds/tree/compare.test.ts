import { describe, expect, test } from '@jest/globals';
import type { SeenUnit } from '../../../src/kinds/tree/actual.ts';
import { compare } from '../../../src/kinds/tree/compare.ts';
import { context, desired, found, parent, path, seen } from './support/build.ts';

const files = { 'a.txt': 'a', sub: null, 'sub/b.txt': 'b', link: '→a.txt' };

describe('what differs', () => {
  test('nothing, where all is as declared', () => {
    expect(found(desired(files), seen(files))).toMatchObject({ differences: [], steps: [] });
  });

  test('a tree that is not there comes whole, and rests on that it is not', () => {
    const { put, step, evidence } = found(desired(files), seen(undefined));
    expect(put).toEqual(['.', 'a.txt', 'sub', 'sub/b.txt', 'link']);
    expect(step).toMatchObject({ parents: ['d 755 root /', 'd 755 root /opt'], because: 'it is not there' });
    expect(evidence).toEqual({ way: step?.parents, './.': null });
  });

  test('what the host compared and did not name is as declared; what it lacks is said', () => {
    const told = { 'a.txt': 'A' };
    const compared = { lacks: new Set(['sub/b.txt']) };
    expect(found(desired(files), seen(told, compared)).put).toEqual(['a.txt', 'sub/b.txt']);
    expect(found(desired(files), seen({}, { lacks: new Set() })).steps).toEqual([]);
  });

  test('hosts that have nothing of a tree lack one and the same', () => {
    const tree = desired(files);
    expect(found(tree, seen(undefined)).step?.put).toBe(found(tree, seen(undefined)).step?.put);
  });

  test('contents, links, rights and owners, each with what was seen', () => {
    const is = { 'a.txt': 'A', sub: null, 'sub/b.txt': 'b', link: '→else' };
    const { step, evidence } = found(
      desired(files, { owner: 'ann:ann', modes: { files: '0600' } }),
      seen(is),
    );
    expect(step?.put).toEqual([
      expect.objectContaining({ path: '.', mode: '0755', owner: 'ann:ann' }),
      expect.objectContaining({ path: 'a.txt', mode: '0600', size: 1, was: 'f 644 root:root 1 9.5' }),
      expect.objectContaining({ path: 'sub', owner: 'ann:ann' }),
      expect.objectContaining({ path: 'sub/b.txt', mode: '0600', here: true }),
      expect.objectContaining({ path: 'link', target: 'a.txt', was: 'l root:root 9.5' }),
    ]);
    expect(evidence['./a.txt']).toBe('f 644 root:root 1 9.5');
  });

  test('an owner that is not declared stays, a new file is root’s', () => {
    const own = { path: 'a.txt', type: 'file', mode: '644', owner: 'ann:ann', size: 5, record: 'f' } as const;
    const { step } = found(desired({ 'a.txt': 'a', b: 'b' }), seen({ 'a.txt': own }));
    expect(step?.put.map(({ owner }) => owner)).toEqual(['ann:ann', 'root:root']);
  });

  test('a small text is a diff, a secret is not', () => {
    const texts = new Map([
      ['a.txt', 'old\n'],
      ['.env', 'old\n'],
    ]);
    const is = { 'a.txt': 'old\n', '.env': 'old\n' };
    const tree = {
      ...desired({ 'a.txt': 'new\n', '.env': 'new\n' }),
      isSecret: (name: string) => name === '.env',
    };
    const diffs = found(tree, seen(is, { texts })).differences.filter((one) => 'diff' in one);
    expect(diffs).toEqual([{ field: 'files/a.txt', diff: expect.stringContaining('-old\n+new\n') }]);
  });

  test('a tree within another is left to its own entry', () => {
    const outer = desired({ 'a.txt': 'a' }, { delete: 'all' });
    const inner = desired({ x: 'x' }, { path: `${path}/inner` });
    const actual = new Map([
      [outer.path, seen({ 'a.txt': 'a', inner: null, 'inner/y': 'y' })],
      [inner.path, seen({ x: 'x' })],
    ]);
    expect(compare([outer, inner], actual, context).flatMap(({ steps }) => steps)).toEqual([]);
  });
});

describe('what is deleted', () => {
  const is = { 'a.txt': 'a', old: null, 'old/x': 'x', 'own.txt': 'o', keep: 'k', 'b.txt': 'b' };
  const tree = { 'a.txt': 'a', 'b.txt': 'b', keep: 'k' };
  const placed = new Set(['old', 'old/x', 'a.txt']);

  test.each([
    [false, []],
    [true, ['old', 'old/x']],
    ['all', ['old', 'old/x', 'own.txt']],
  ] as const)('delete: %s', (mode, gone) => {
    expect(found(desired(tree, { delete: mode }), seen(is, { placed })).remove).toEqual(gone);
  });

  test('not what is shielded, nor the directories that it lies in', () => {
    const spec = { delete: 'all', exclude: ['*.txt'], protect: ['/old/x'] } as const;
    expect(found(desired({ keep: 'k' }, spec as never), seen(is)).remove).toEqual([]);
  });

  test('not most of it, nor more than is allowed', () => {
    const small = desired({ 'a.txt': 'a' }, { delete: 'all' });
    const actual = seen({ 'a.txt': 'a', b: '', c: '' });
    expect(found(small, actual).blocked?.join()).toContain(
      '2 of its 3 files would be deleted; if you mean it, use --allow-delete 2',
    );
    expect(found(small, actual, { allowDelete: 1 }).blocked).toHaveLength(1);
    expect(found(small, actual, { allowDelete: 2 }).blocked).toBeUndefined();
    const limited = desired(tree, { delete: 'all', max_delete: 1 });
    expect(found(limited, seen(is)).blocked?.join()).toContain('`max_delete` allows 1');
  });
});

describe('what cannot be', () => {
  const tree = desired(files, { owner: 'ann:ann' });
  test.each([
    ['a link on the way', { parents: [parent('/'), parent('/opt', { type: 'link' })] }, 'a symbolic link'],
    ['a stranger’s directory', { parents: [parent('/'), parent('/opt', { user: 'bob' })] }, 'belongs to bob'],
    [
      'one for everybody',
      { parents: [parent('/'), parent('/opt', { mode: '1777' })] },
      'everybody may write',
    ],
    [
      'one for a group',
      { parents: [parent('/'), parent('/opt', { mode: '775', group: 'dev' })] },
      'the group dev',
    ],
    ['no such owner', { hasOwner: false }, 'no user or no group `ann:ann`'],
    ['no tools', { hasTools: false }, 'lacks GNU find'],
    ['a mount point', { parents: [parent('/'), parent('/opt', { device: '2' })] }, 'is a mount point'],
    [
      'a directory of the owner’s on a file system of its own',
      {
        parents: [parent('/'), parent('/home'), parent('/home/ann', { user: 'ann', device: '2' })],
        entries: new Map(),
      },
      'root has no directory above it',
    ],
    ['no space', { free: { bytes: 10, inodes: 1e6 }, entries: new Map() }, 'are free there'],
    ['no inodes', { free: { bytes: 1e12, inodes: 1 }, entries: new Map() }, 'has 1 left'],
  ])('%s', (_, more, why) => {
    expect(found(tree, seen(files, more)).blocked?.join()).toContain(why);
  });

  test('root’s group, and the owner’s own directory, may be', () => {
    const parents = [parent('/'), parent('/opt', { mode: '775' }), parent('/opt/x', { user: 'ann' })];
    expect(found(tree, seen(files, { parents })).blocked).toBeUndefined();
  });

  test('special files, and directories that hold what is not ours, in the way', () => {
    const fifo = {
      path: 'a.txt',
      type: 'other',
      what: 'a FIFO',
      mode: '644',
      owner: 'root:root',
      size: 0,
      record: 'o p',
    } as const;
    expect(found(desired(files), seen({ ...files, 'a.txt': fifo })).blocked).toEqual([
      `${path}/a.txt is a FIFO: remove it by hand`,
    ]);
    const filled = seen({ 'a.txt': null, 'a.txt/own': 'o' });
    expect(found(desired({ 'a.txt': 'a' }), filled).blocked?.join()).toContain(
      'is a directory there and a file here',
    );
    expect(found(desired({ 'a.txt': 'a' }, { delete: 'all' }), filled, { allowDelete: 9 }).remove).toEqual([
      'a.txt',
      'a.txt/own',
    ]);
  });
});

describe('services', () => {
  const running: SeenUnit = {
    isLoaded: true,
    runs: true,
    startedAt: 50,
    names: ['a.service'],
    refusesRestart: false,
  };
  const restarts = (
    unit: Partial<SeenUnit>,
    changedAt: number | undefined,
    is: Record<string, string> = { x: 'x' },
  ) => {
    const units = new Map([['a.service', { ...running, ...unit }]]);
    const tree = desired({ x: 'x' }, { restarts: ['a.service'] });
    const { steps, blocked, warnings } = found(tree, seen(is, { units, changedAt }));
    return { steps: steps.map((one) => one.do), blocked: blocked ?? [], warnings: warnings ?? [] };
  };

  test.each([
    ['is older than the last change', {}, 60, ['restart', 'health']],
    ['is newer', {}, 40, []],
    ['has no change to be behind', {}, undefined, []],
    ['does not run', { runs: false }, 60, []],
  ] as const)('one that %s', (_, unit, changedAt, steps) => {
    expect(restarts(unit, changedAt)).toEqual({ steps, blocked: [], warnings: [] });
  });

  test('one whose tree changes now', () => {
    expect(restarts({}, 40, { x: 'other' }).steps).toEqual(['place', 'restart', 'health']);
  });

  test('one that the host lives by, that refuses, or that is not there', () => {
    expect(restarts({ names: ['sshd.service'] }, 60).blocked.join()).toContain('--allow-critical');
    expect(restarts({ refusesRestart: true }, 60).blocked.join()).toContain('cannot be restarted');
    expect(restarts({ isLoaded: false, runs: false }, 60).warnings).toHaveLength(1);
  });
});
