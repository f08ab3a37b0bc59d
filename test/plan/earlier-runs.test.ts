import { expect, test } from '@jest/globals';
import { earlierRuns } from '../../src/plan/earlier-runs.ts';

const ended = 1795306596;

test('runs that ended and were heard are not spoken of', () => {
  expect(earlierRuns([{ id: 'a', result: 'changed', ended }], [])).toEqual([]);
});

test('a run without an end may still be at work, and is told whether or not it was lost', () => {
  const told = [expect.stringMatching(/^run a has no end on this host: it is still at work, or /)];
  expect(earlierRuns([{ id: 'a' }], [])).toEqual(told);
  expect(earlierRuns([{ id: 'a' }], ['a'])).toEqual(told);
});

test('of a lost run the host says how and when it ended', () => {
  expect(earlierRuns([{ id: 'a', result: 'rolled-back', ended }], ['a'])).toEqual([
    'run a, of which nothing was heard to its end, ended on this host at 2026-11-22T00:16:36.000Z: a step failed or it was killed, and everything was put back',
  ]);
});

test('an end that a later version of the host side has is shown as it is', () => {
  expect(earlierRuns([{ id: 'a', result: 'postponed', ended }], ['a'])[0]).toMatch(/Z: postponed$/);
});

test('a lost run of which the host knows nothing never began there', () => {
  expect(earlierRuns([], ['a'])).toEqual([
    'run a, of which nothing was heard to its end, left no record on this host: it never began there',
  ]);
});
