import { describe, expect, test } from '@jest/globals';

import { exitCodeOfPlan, exitCodeOfRun } from '../../src/cli/exit-code.ts';
import { aHost, aPlan, converged } from '../report/support/build.ts';

describe('a run exits with', () => {
  test.each([
    [0, {}],
    [0, { unchanged: 3, changed: 2 }],
    [3, { changed: 1, failed: 1, 'rolled-back': 1, stale: 1, locked: 1, unreachable: 1 }],
    [3, { blocked: 1, 'rolled-back': 1 }],
    [5, { 'rolled-back': 1, stale: 1, locked: 1, unreachable: 1 }],
    [7, { stale: 1, locked: 1, unreachable: 1 }],
    [6, { locked: 1, lost: 1 }],
    [4, { changed: 1, lost: 1 }],
    [4, { unreachable: 1, skipped: 5 }],
    [130, { changed: 1, interrupted: 1, skipped: 1 }],
    [3, { skipped: 1 }],
  ])('%i for %j', (code, outcomes) => {
    expect(exitCodeOfRun(outcomes)).toBe(code);
  });

  test('the signal that ended it, whatever came out', () => {
    expect(exitCodeOfRun({ failed: 1 }, 'SIGINT')).toBe(130);
    expect(exitCodeOfRun({}, 'SIGTERM')).toBe(143);
  });
});

describe('a plan exits with', () => {
  const blocked = aHost('b', { status: 'blocked', changes: [] });
  const gone = aHost('c', { status: 'unreachable', changes: [] });

  test.each([
    ['0 with nothing to do', [converged('a')], false, 0],
    ['0 with something to do', [aHost('a')], false, 0],
    ['2 with something to do, when asked for', [aHost('a'), converged('b')], true, 2],
    ['0 with nothing to do, when asked for', [converged('a')], true, 0],
    ['3 when a host is blocked', [aHost('a'), blocked, gone], true, 3],
    ['4 when a host is unreachable', [aHost('a'), gone], true, 4],
  ] as const)('%s', (_name, hosts, detailed, code) => {
    expect(exitCodeOfPlan(aPlan(hosts).summary, detailed)).toBe(code);
  });
});
