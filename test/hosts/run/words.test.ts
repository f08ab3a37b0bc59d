import { execFileSync, spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { openingFor } from '../../../src/hosts/run/opening.ts';
import { portableLine } from '../../../src/hosts/run/portable-line.ts';

const limits = { maxBytes: 1, idleMs: 1, totalMs: 1 };
const script = { text: 'true', privileged: true, limits };
const shells = ['bash', 'dash', 'fish', 'tcsh', 'zsh', 'busybox'].filter(
  (shell) => spawnSync('which', [shell]).status === 0,
);

test.each(shells)('%s reads the words of every opening as we mean them', (shell) => {
  for (const password of [undefined, 'secret']) {
    const login = {
      host: 'web1',
      isRoot: false,
      become: 'sudo' as const,
      ...(password !== undefined && { password }),
    };
    const { words } = openingFor(login, script, '0123456789abcdef').launch;
    const line = portableLine(['printf', '%s|', ...words]);
    const run = [...(shell === 'busybox' ? ['sh'] : []), '-c', line];
    expect(execFileSync(shell, run, { encoding: 'utf8' })).toBe(words.map((word) => `${word}|`).join(''));
  }
});

test('a word that the shells read differently is a bug', () => {
  for (const word of ["it's", 'a\\b', 'now!', 'two\nlines']) expect(() => portableLine([word])).toThrow();
});
