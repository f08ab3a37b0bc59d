import { expect, test } from '@jest/globals';
import type { Backup } from '../../src/snapshot/backups.ts';
import { superfluous, type Keeping } from '../../src/snapshot/prune.ts';

const day = 86_400_000;
const now = 100 * day;

/** One that is so many days old, whole for these hosts. */
const backup = (age: number, ...whole: readonly string[]): Backup => ({
  ...{ path: String(age), time: now - age * day, whole, ours: true },
});
const gone = (backups: readonly Backup[], rules: Keeping): readonly number[] =>
  superfluous(backups, rules, now).map(({ path }) => Number(path));

const daily = [1, 2, 3, 4, 5].map((age) => backup(age, 'a'));

test('without a rule all stay', () => {
  expect(gone(daily, {})).toEqual([]);
});

test('the newest so many stay, or the young ones; what either rule keeps', () => {
  expect(gone(daily, { keep: 2 })).toEqual([3, 4, 5]);
  expect(gone(daily, { keepDays: 3 })).toEqual([4, 5]);
  expect(gone(daily, { keep: 4, keepDays: 3 })).toEqual([5]);
});

test("a host's last whole one stays, however old", () => {
  expect(gone([backup(1, 'a'), backup(2, 'a'), backup(50, 'b')], { keep: 1 })).toEqual([2]);
  expect(gone([backup(50, 'a'), backup(60, 'a')], { keepDays: 1 })).toEqual([60]);
});

test('an unfinished one counts for nothing, and goes unless somebody may be writing it', () => {
  expect(gone([backup(0), backup(1, 'a'), backup(2), backup(3, 'a')], { keep: 1 })).toEqual([2, 3]);
});

test('two of one second are two', () => {
  expect(gone([backup(1, 'a'), { ...backup(1, 'a'), path: '-1' }], { keep: 1 })).toEqual([-1]);
});

test("the scripts' own stay", () => {
  const flat = { ...backup(9), ours: false };
  expect(gone([...daily, flat], { keep: 1 })).toEqual([2, 3, 4, 5]);
});
