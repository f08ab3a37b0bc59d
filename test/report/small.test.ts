import { describe, expect, test } from '@jest/globals';

import { milliseconds } from '../../src/model/duration.ts';
import { wantsColour } from '../../src/report/colour.ts';
import { shortTime } from '../../src/report/short-time.ts';
import { columns, wrap } from '../../src/report/wrap.ts';

test.each([
  [0, '0 ms'],
  [850, '850 ms'],
  [1000, '1 s'],
  [2540, '2.5 s'],
  [9990, '10 s'],
  [61_000, '1 min 1 s'],
  [120_000, '2 min'],
  [7_500_000, '2 h 5 min'],
])('%i milliseconds are said as %s', (ms, text) => {
  expect(shortTime(ms)).toBe(text);
});

test.each([
  ['500ms', 500],
  ['90s', 90_000],
  ['1h30m', 5_400_000],
  ['0.5s', 500],
  ['2d', 172_800_000],
  ['', undefined],
  ['5', undefined],
  ['5 m', undefined],
  ['-5s', undefined],
  ['1e3s', undefined],
])('the duration `%s` is %s milliseconds', (text, ms) => {
  expect(milliseconds(text)).toBe(ms);
});

describe('colour', () => {
  test.each([
    ['follows the terminal', { flag: undefined, env: {}, isTerminal: true }, true],
    ['is off where there is none', { flag: 'auto', env: {}, isTerminal: false }, false],
    ['is off on a dumb one', { flag: undefined, env: { TERM: 'dumb' }, isTerminal: true }, false],
    ['is off with NO_COLOR', { flag: undefined, env: { NO_COLOR: '1' }, isTerminal: true }, false],
    [
      'is not bothered by an empty NO_COLOR',
      { flag: undefined, env: { NO_COLOR: '' }, isTerminal: true },
      true,
    ],
    ['is on with FORCE_COLOR', { flag: undefined, env: { FORCE_COLOR: '1' }, isTerminal: false }, true],
    [
      'is off where NO_COLOR and FORCE_COLOR disagree',
      { flag: undefined, env: { NO_COLOR: '1', FORCE_COLOR: '1' }, isTerminal: true },
      false,
    ],
    [
      'is on with --color always, whatever else',
      { flag: 'always', env: { NO_COLOR: '1' }, isTerminal: false },
      true,
    ],
    ['is off with --color never', { flag: 'never', env: { FORCE_COLOR: '1' }, isTerminal: true }, false],
  ] as const)('%s', (_name, { flag, env, isTerminal }, wanted) => {
    expect(wantsColour(flag, env, isTerminal)).toBe(wanted);
  });
});

describe('wrapped text', () => {
  test('breaks at spaces, and never inside a word', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('/a/very/long/path is whole', 8)).toEqual(['/a/very/long/path', 'is whole']);
    expect(wrap('', 8)).toEqual(['']);
  });

  test('is measured in columns', () => {
    expect(columns('abc')).toBe(3);
    expect(columns('中文')).toBe(4);
    expect(columns('e\u0301')).toBe(1);
    expect(columns('🙂')).toBe(2);
  });
});
