import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { checkPattern, matchesUnit } from '../../../src/kinds/unit/glob.ts';
import { randomFrom } from './random.ts';

describe('checkPattern', () => {
  test.each([
    '*',
    '*ollama*',
    'a?.service',
    '[a-c]*',
    '[!0-9]*',
    'w@*.service',
    'a\\\\x2db.mount',
    'x[a-]y',
    'x[]a]',
    '[!-a]',
  ])('accepts %s', (pattern) => {
    expect(checkPattern(pattern)).toBeUndefined();
  });

  test.each([
    ['', 'empty'],
    ['a b', 'holds " "'],
    ['a/b*', 'holds "/"'],
    ['$(id)*', 'holds "$"'],
    ['{a,b}', 'holds "{"'],
    ['a\n*', 'holds "\\n"'],
    ['[^a]*', '[!…]'],
    ['[a*', 'never closed'],
    ['[!]', 'never closed'],
    ['[z-a]', 'backwards'],
    ['[[:alpha:]]', '`[` inside brackets'],
    ['a\\x2db', 'written twice'],
    ['a\\', 'written twice'],
    ['a\\\\\\*', 'written twice'],
    ['[\\\\]', 'backslash inside brackets'],
    ['*'.repeat(256), 'longer than 255'],
  ])('refuses %j', (pattern, problem) => {
    expect(checkPattern(pattern)).toContain(problem);
  });
});

test.each([
  ['*ollama*', 'ollama.service', true],
  ['*ollama*', 'my-ollama-web.timer', true],
  ['*ollama*', 'olama.service', false],
  ['*', '.x', true],
  ['worker@?.service', 'worker@a.service', true],
  ['worker@?.service', 'worker@.service', false],
  ['a\\\\x2d*', 'a\\x2db.mount', true],
  ['[!a]b.service', 'ab.service', false],
  ['[]a]', ']', true],
  ['a*b*c', 'aXbYbZc', true],
])('%s on %s: %s', (pattern, name, expected) => {
  expect(matchesUnit(pattern, name)).toBe(expected);
});

test('a hostile pattern takes no time', () => {
  expect(matchesUnit(`${'*a'.repeat(100)}b`, 'a'.repeat(255))).toBe(false);
});

/** Which pairs the shell's `case` takes to match, one letter each: y or n. */
const script =
  'while IFS= read -r p && IFS= read -r n; do case $n in $p) printf y;; *) printf n;; esac; done';

test.each([['sh'], ['bash', '--norc', '--posix']])(
  'random patterns match as in case of %s',
  (shell, ...options) => {
    const random = randomFrom(7);
    const piece = () =>
      random.pick([
        '*',
        '?',
        'a',
        'b',
        '-',
        '@',
        '.',
        '[ab]',
        '[!a]',
        '[a-c]',
        '[!b-]',
        '\\\\',
        '[]b]',
        'x2d',
      ]);
    const pairs: [string, string][] = [];
    while (pairs.length < 3000) {
      const pattern = random.many(piece, 6).join('');
      const name = random.many(() => random.pick(['a', 'b', 'c', '-', '@', '.', '\\', 'x2d']), 6).join('');
      if (checkPattern(pattern) === undefined) pairs.push([pattern, name]);
    }
    const input = pairs.map((pair) => `${pair.join('\n')}\n`).join('');
    const answer = execFileSync(shell, [...options, '-c', script], {
      input,
      encoding: 'utf8',
      env: { LC_ALL: 'C', PATH: process.env.PATH },
    });
    const ours = pairs.map(([pattern, name]) => (matchesUnit(pattern, name) ? 'y' : 'n')).join('');
    const differing = pairs.filter((_, index) => ours[index] !== answer[index]);
    expect(differing).toEqual([]);
    expect(ours).toMatch(/y.*n.*y/);
  },
);
