import { expect, test } from '@jest/globals';
import { doctorText } from '../../src/report/doctor-text.ts';

const look = { width: 60, colour: false, verbose: false };

test('each check has its sign, and what is wrong the way to mend it', () => {
  const text = doctorText(
    [
      { host: 'a', checks: [{ check: 'port', state: 'ok', detail: 'a:22' }] },
      {
        host: 'b',
        checks: [
          { check: 'port', state: 'ok', detail: 'b:22' },
          { check: 'become', state: 'fail', detail: 'sudo wants a password', fix: 'use -K' },
        ],
      },
    ],
    look,
  );
  expect(text).toBe(
    [
      'a',
      '  ✓ port    a:22',
      '',
      'b',
      '  ✓ port    b:22',
      '  ! become  sudo wants a password',
      '            → use -K',
      '',
      '2 hosts: 1 well, 0 with warnings, 1 to mend.',
      '',
    ].join('\n'),
  );
});

test('what a host says cannot act on the terminal', () => {
  const checks = [{ check: 'tools', state: 'warn', detail: 'odd \u001b[2J' }] as const;
  expect(doctorText([{ host: 'a', checks }], look)).not.toContain('\u001b');
});
