import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { agreedOn } from '../../src/snapshot/alike.ts';
import { fitting } from '../../src/snapshot/fitting.ts';
import { holdLock } from '../../src/snapshot/hold-lock.ts';
import { movesOf, sameTexts } from '../../src/snapshot/moves.ts';
import { joinBase, readBase, splitBase, writeBase } from '../../src/snapshot/sync-base.ts';
import { shortOf, snapshot, type Short } from './support/snapshots.ts';

type Units = Readonly<Record<string, Short>>;

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sync-'));
});
afterEach(() => rm(dir, { recursive: true }));

describe('the base of a sync', () => {
  const base = snapshot({
    'a.service': { drops: { 'x.conf': '1' } },
    'b@.service': {},
    'b@1.service': { file: null },
  });

  test('is what was written last, and alone', async () => {
    expect(await readBase(dir)).toBeUndefined();
    await writeBase(dir, snapshot({ 'old.service': {} }));
    await writeBase(dir, base);
    expect(await readBase(dir)).toEqual({ snapshot: base });
    expect(await readdir(dir)).toEqual(['base-2']);
  });

  test('survives a write that was killed', async () => {
    await writeBase(dir, base);
    await writeFile(join(dir, 'new'), '');
    expect(await readBase(dir)).toEqual({ snapshot: base });
    await writeBase(dir, base);
    expect(await readdir(dir)).toEqual(['base-2']);
  });

  test('keeps the units that a sync was not about', () => {
    const { about, others } = splitBase(base, ['b*']);
    expect(about.units.map(({ name }) => name)).toEqual(['b@.service', 'b@1.service']);
    expect(joinBase(about, others)).toEqual(base);
  });
});

describe('what two hosts agree on as they are', () => {
  const [one, other] = [{ file: '1' }, { file: '2' }];
  const agreed = (base: Units | undefined, local: Units, remote: Units): unknown =>
    shortOf(agreedOn(base && snapshot(base), snapshot(local), snapshot(remote)));

  test('is what both have alike', () => {
    const local = { 'a.service': one, 'b.service': one, 'here.service': one };
    const remote = { 'a.service': one, 'b.service': other, 'there.service': one };
    expect(agreed(undefined, local, remote)).toMatchObject({ 'a.service': one });
    expect(Object.keys(agreed(undefined, local, remote) as object)).toEqual(['a.service']);
  });

  test('takes the place of what was, and leaves alone what was agreed on of the rest', () => {
    const base = { 'a.service': other, 'b.service': other, 'gone.service': other };
    const local = { 'a.service': one, 'b.service': one };
    const remote = { 'a.service': one, 'b.service': { file: '3' } };
    expect(agreed(base, local, remote)).toMatchObject({
      ...{ 'a.service': one, 'b.service': other, 'gone.service': other },
    });
  });

  test('is no unit of which a state, or a drop-in that only one has, would move', () => {
    const local = { 'a.service': { active: 'inactive' }, 'b.service': {}, 'c.service': { active: 'failed' } };
    const drops = { 'x.conf': '1' };
    const remote = { 'a.service': {}, 'b.service': { drops }, 'c.service': {} };
    expect(Object.keys(agreed(undefined, local, remote) as object)).toEqual(['c.service']);
  });
});

describe('a lock', () => {
  test('is held by one, and free again after', async () => {
    const file = join(dir, 'lock');
    const lock = await holdLock(file);
    expect(await holdLock(file)).toEqual({ holder: process.pid });
    if ('release' in lock) await lock.release();
    expect(await readdir(dir)).toEqual([]);
  });

  test('of a process that is gone is taken over', async () => {
    const file = join(dir, 'lock');
    await writeFile(file, '4194304\n');
    expect(await holdLock(file)).toHaveProperty('release');
    expect(await readFile(file, 'utf8')).toBe(`${process.pid}\n`);
    expect(await readdir(dir)).toEqual(['lock']);
  });
});

describe('what a merge asks of a side', () => {
  test('is what changes there, and what goes; each unit guarded like one that a pattern catches', () => {
    const side = snapshot({ 'same.service': {}, 'new.service': {}, 'gone.service': {}, 'gone@.service': {} });
    const changed = '[Service]\nExecStart=/bin/false\n';
    const goal = snapshot({ 'same.service': {}, 'new.service': { file: changed, active: 'inactive' } });
    const moves = movesOf(side, goal, 'web-1');
    expect(moves).toMatchObject([
      { name: 'new.service', file: changed, active: false, via: { why: 'it is so on web-1' } },
      { name: 'gone.service', absent: true, via: { why: 'it is gone from web-1' } },
      { name: 'gone@.service', absent: true, instances: [] },
    ]);
    expect(moves).toHaveLength(3);
  });

  test('holds as long as the texts are what they were', () => {
    const then = snapshot({ 'a.service': {}, 'b.service': {} });
    const now = snapshot({ 'a.service': { active: 'failed' }, 'b.service': { file: 'b' } });
    expect(sameTexts(now, then, ['a.service'])).toBe(true);
    expect(sameTexts(now, then, ['a.service', 'b.service'])).toBe(false);
  });
});

test('a state is asked of a host only where something makes the unit', () => {
  const base = { type: 'unit', scope: 'system', strict: false } as const;
  const units = [
    { ...base, name: 'nginx.service', active: true },
    { ...base, name: 'there.service', active: true },
    { ...base, name: 'w@.service', file: 'x' },
    { ...base, name: 'w@1.service', active: true },
    { ...base, name: 'system-w.slice', masked: false },
  ];
  const { units: fit, missing } = fitting(units, snapshot({ 'there.service': { file: null } }));
  expect(fit.map(({ name }) => name)).toEqual(['there.service', 'w@.service', 'w@1.service']);
  expect(missing).toEqual(['nginx.service']);
});
