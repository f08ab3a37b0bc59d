import { describe, expect, test } from '@jest/globals';
import { pulledText } from '../../src/report/pulled-text.ts';
import { syncText } from '../../src/report/sync-text.ts';
import { unitDiffText } from '../../src/report/unit-diff-text.ts';

const style = { width: 80, colour: false, verbose: false };
const diff = '--- a.service\n+++ a.service\n@@ -1,1 +1,1 @@\n-Nice=1\n+Nice=\u001b[31m2\n';

describe('a sync', () => {
  test('shows conflicts with what each side made of the unit, then what stays', () => {
    const conflicts = [
      {
        address: 'unit/a.service',
        sides: [
          { of: 'web-1, since the last sync', differences: [{ field: 'file', diff }] },
          {
            of: 'web-2, since the last sync',
            differences: [{ field: 'active', from: 'active', to: 'inactive' }],
          },
        ],
      },
    ];
    const held = ['b.service was deleted on web-1; it goes everywhere with --delete, and not without that'];
    expect(syncText(conflicts, held, style)).toBe(
      [
        '! unit/a.service — a conflict, left as it is on both',
        '    web-1, since the last sync:',
        '      file: a.service, changed',
        '        @@ -1,1 +1,1 @@',
        '        -Nice=1',
        '        +Nice=\\x1b[31m2',
        '    web-2, since the last sync:',
        '      active: active → inactive',
        '',
        'kept  b.service was deleted on web-1; it goes everywhere with --delete, and',
        '      not without that',
        '',
      ].join('\n'),
    );
  });

  test('without either says nothing', () => {
    expect(syncText([], [], style)).toBe('');
  });
});

test('a difference says whose is which', () => {
  const units = [{ name: 'a.service', differences: [{ field: 'active', from: 'active', to: null }] }];
  expect(unitDiffText(units, ['web-1', 'web-2'], style)).toBe(
    [
      '  ~ unit/a.service',
      '      active: active → none',
      '',
      "1 unit differs. - and the first value are web-1's, + and the second web-2's.",
      '',
    ].join('\n'),
  );
  expect(unitDiffText([], ['web-1', 'web-2'], style)).toBe('web-1 and web-2: no difference.\n');
});

test('a pull shows its files as diffs', () => {
  expect(pulledText([{ field: 'file', diff }], style)).toContain('file: a.service, changed\n');
  expect(pulledText([], style)).toBe('');
});
