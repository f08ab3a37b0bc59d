import { describe, expect, test } from '@jest/globals';

import type { HostResult } from '../../src/model/event.ts';
import { runSummaryText } from '../../src/report/run-summary-text.ts';
import { aResult, aSummary } from './support/build.ts';

const text = (results: readonly HostResult[], verbose = false): string =>
  runSummaryText(results, aSummary(results), { width: 80, colour: false, verbose, run: 'ID' });

describe('the summary of a run', () => {
  test('in which all went well is its totals', () => {
    expect(text([aResult('a'), aResult('b', { outcome: 'unchanged', stepsDone: 0 })])).toBe(
      '2 hosts: 1 nothing to do · 1 changed. 3 steps in 2 s.\n',
    );
  });

  test('tells of each host that needs somebody, with journal and the command that helps', () => {
    const message = 'restart web.service: exited 1\nput back as it was';
    const failed = aResult('b', {
      outcome: 'rolled-back',
      message,
      journal: ['bind: in use', '\u001b[31mred'],
    });
    expect(text([aResult('a'), failed])).toBe(
      `! b failed, rolled back
    restart web.service: exited 1
    put back as it was
    │ bind: in use
    │ \\x1b[31mred

2 hosts: 1 changed · 1 failed, rolled back. 6 steps in 2 s.

Next: fleetwright runs logs ID  everything the run said
`,
    );
  });

  test('names hosts that were not begun, a few or all', () => {
    const skipped = ['c', 'd', 'e', 'f'].map((host) => aResult(host, { outcome: 'skipped', stepsDone: 0 }));
    expect(text(skipped)).toContain('not begun: c, d and 2 more\n');
    expect(text(skipped, true)).toContain('not begun: c, d, e, f\n');
  });

  test.each([
    ['stale', 'fleetwright plan'],
    ['lost', 'fleetwright plan'],
    ['unreachable', 'fleetwright doctor'],
    ['locked', 'fleetwright apply --lock-wait 5m'],
    ['failed', 'fleetwright runs logs ID'],
  ] as const)('with a host that is %s ends with `%s`', (outcome, command) => {
    expect(text([aResult('a', { outcome })])).toContain(`\nNext: ${command}  `);
  });
});
