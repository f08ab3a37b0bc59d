import { expect, test } from '@jest/globals';

import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { diagnosticsText } from '../../src/report/diagnostic-text.ts';

const show = (diagnostic: Diagnostic, source: string, colour = false): string =>
  diagnosticsText([diagnostic], {
    cwd: '/p',
    readFile: (file) => (file === '/p/a.yaml' ? source : undefined),
    colour,
  });

const at = (line: number, column: number, length: number): Diagnostic => ({
  severity: 'error',
  message: 'wrong',
  place: { file: '/p/a.yaml', line, column, length },
});

test('paths below the directory are relative to it, in the words too', () => {
  const diagnostic: Diagnostic = { severity: 'warning', message: 'no /p/b/c', hint: 'see /p/d and /q/e' };
  expect(show(diagnostic, '')).toBe('warning: no b/c\n  see d and /q/e\n');
});

test('the line and what is wrong in it', () => {
  expect(show(at(2, 3, 2), 'one\n  two\n')).toBe('a.yaml:2:3: error: wrong\n  2 |   two\n    |   ^^\n');
});

test('tabs, control characters and wide characters keep the marks in their place', () => {
  expect(show(at(1, 2, 1), '\tx')).toContain('  1 |   x\n    |   ^\n');
  expect(show(at(1, 2, 1), '\u001bx')).toContain('  1 | \\x1bx\n    |     ^\n');
  expect(show(at(1, 3, 1), '日本x')).toContain('  1 | 日本x\n    |     ^\n');
});

test('a long line is cut around what is wrong', () => {
  const shown = show(at(1, 301, 5), `${'a'.repeat(300)}WRONG${'b'.repeat(300)}`).split('\n');
  expect(shown[1]?.length).toBeLessThan(140);
  expect(shown[1]?.indexOf('WRONG')).toBe(shown[2]?.indexOf('^^^^^'));
});

test('a file that cannot be read any more, a blank line: the place alone', () => {
  expect(show({ ...at(1, 1, 1), place: { file: '/p/gone', line: 1, column: 1 } }, '')).toBe(
    'gone:1:1: error: wrong\n',
  );
  expect(show(at(1, 1, 1), '\n')).toBe('a.yaml:1:1: error: wrong\n');
});

test('what files hold never reaches the terminal as it is', () => {
  const diagnostic: Diagnostic = { severity: 'error', message: 'a \u001b[2J', hint: 'b \u202e' };
  expect(show(diagnostic, '')).toBe('error: a \\x1b[2J\n  b \\u{202e}\n');
});

test('colour only where it is asked for', () => {
  expect(show(at(1, 1, 3), 'one', true)).toContain('\u001b[1;31merror\u001b[0m: wrong');
  expect(show(at(1, 1, 3), 'one')).not.toContain('\u001b');
});
