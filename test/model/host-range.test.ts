import { describe, expect, test } from '@jest/globals';

import { hostGlob } from '../../src/model/host-glob.ts';
import { expandRange } from '../../src/model/host-range.ts';
import { nearest } from '../../src/model/nearest.ts';

describe('ranges', () => {
  const names = (range: string): string => {
    const members = expandRange(range);
    return typeof members === 'string'
      ? members
      : members.map(({ name, n }) => (n === undefined ? name : `${name}/${n}`)).join(' ');
  };

  test.each([
    ['web', 'web'],
    ['w[1:3]', 'w1/1 w2/2 w3/3'],
    ['w[08:10].lan', 'w08.lan/8 w09.lan/9 w10.lan/10'],
    ['w[00:02]', 'w00/0 w01/1 w02/2'],
    ['w[9:11]', 'w9/9 w10/10 w11/11'],
    ['w[1:10:4]', 'w1/1 w5/5 w9/9'],
    ['w[a:c]', 'wa/a wb/b wc/c'],
    ['w[A:C:2]', 'wA/A wC/C'],
    ['[1:2]-[a:b]', '1-a/1 1-b/1 2-a/2 2-b/2'],
    ['w[3:3]', 'w3/3'],
  ])('%s → %s', (range, expected) => expect(names(range)).toBe(expected));

  test.each([
    ['w[3:1]', '`[3:1]` runs backwards'],
    ['w[1]', '`[1]` is not a range: write [01:16], [1:10:2] or [a:f]'],
    ['w[1:]', '`[1:]` is not a range: write [01:16], [1:10:2] or [a:f]'],
    ['w[1:b]', '`[1:b]` goes from a number to a letter'],
    ['w[a:3]', '`[a:3]` goes from a number to a letter'],
    ['w[a:Z]', '`[a:Z]` goes from one letter case to the other'],
    ['w[01:100]', 'write both ends of `[01:100]` with the same number of digits'],
    ['w[1:9:0]', 'the step of `[1:9:0]` is 0'],
    ['w[1:9999999]', '`[1:9999999]` stands for more than 100000 hosts'],
    ['[1:999][1:999]', '`[1:999][1:999]` stands for more than 100000 hosts'],
    ['w[1:3', '`w[1:3` holds a bracket that is not closed, or not opened'],
    ['w1:3]', '`w1:3]` holds a bracket that is not closed, or not opened'],
  ])('%s: %s', (range, expected) => expect(names(range)).toBe(expected));
});

test.each([
  ['*', 'a.b', true],
  ['web-?', 'web-1', true],
  ['web-?', 'web-10', false],
  ['w[ab]', 'wb', true],
  ['w[!ab]', 'wb', false],
  ['w[a-c]', 'wb', true],
  ['a.c', 'abc', false],
  ['a+', 'aa', false],
  ['w[', 'w[', true],
])('the glob %s on %s: %s', (glob, name, expected) => expect(hostGlob(glob)(name)).toBe(expected));

test.each([
  ['activ', 'active'],
  ['actvie', 'active'],
  ['ENABLED', 'enabled'],
  ['drop-ins', 'drop_ins'],
  ['xyz', undefined],
  ['a', undefined],
])('nearest to %s is %s', (word, expected) => {
  expect(nearest(word, ['active', 'enabled', 'drop_ins', 'b'])).toBe(expected);
});
