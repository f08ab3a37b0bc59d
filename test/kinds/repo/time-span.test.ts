import { expect, test } from '@jest/globals';
import { timeSpan } from '../../../src/kinds/repo/time-span.ts';

test.each<readonly [string, number | undefined]>([
  ['90', 90],
  ['5min 20s', 320],
  ['1h30m', 5400],
  ['1.5 hours', 5400],
  ['500ms', 0.5],
  ['infinity', Number.POSITIVE_INFINITY],
  ['0', Number.POSITIVE_INFINITY],
  ['soon', undefined],
  ['3 moons', undefined],
  ['', undefined],
])('%s', (text, seconds) => {
  expect(timeSpan(text)).toBe(seconds);
});
