import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execaSync } from 'execa';

import { completion } from '../../src/cli/completion.ts';
import { frame } from './support/frame.ts';

async function script(shell: string): Promise<string> {
  const world = frame();
  expect(await completion([shell], {}, world)).toBe(0);
  return world.said.out;
}

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'fleetwright-completion-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const has = (shell: string): boolean => execaSync(shell, ['--version'], { reject: false }).exitCode === 0;

describe.each(['bash', 'zsh', 'fish'])('the script for %s', (shell) => {
  (has(shell) ? test : test.skip)('is one that the shell understands', async () => {
    const file = join(dir, shell);
    writeFileSync(file, await script(shell));
    const checked = execaSync(shell, ['-n', file], { reject: false });
    expect([checked.exitCode, checked.stderr]).toEqual([0, '']);
  });

  test('knows every verb and the flags of this one', async () => {
    const text = await script(shell);
    for (const word of ['validate', 'drift', 'rollback', 'sandbox', 'detailed-exitcode', 'lock-wait']) {
      expect(text).toContain(word);
    }
  });
});

describe('in bash', () => {
  /** What is offered at the end of a line; `fleetwright completion hosts` names two hosts. */
  async function offered(line: string): Promise<readonly string[]> {
    const words = line.split(' ');
    const { stdout } = execaSync('bash', ['-s', ...words], {
      input: `${await script('bash')}
fleetwright() { printf 'web-1\\n$(echo no)\\n'; }
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_fleetwright
printf '%s\\n' "\${COMPREPLY[@]}"`,
    });
    return stdout === '' ? [] : stdout.split('\n');
  }

  test.each([
    ['fleetwright ro', ['rollback']],
    ['fleetwright runs ', ['list', 'show', 'logs']],
    ['fleetwright -v sandbox s', ['shell']],
    ['fleetwright plan --al', ['--allow-critical', '--allow-delete']],
    ['fleetwright plan --lock', []],
    ['fleetwright apply --lock', ['--lock-wait']],
    ['fleetwright plan --color ', ['auto', 'always', 'never']],
    ['fleetwright plan -l w', ['web-1']],
    ['fleetwright plan -l $', ['$(echo no)']],
    ['fleetwright units status w', ['web-1']],
    ['fleetwright units status --fa', ['--failed']],
    ['fleetwright completion z', ['zsh']],
    ['fleetwright runs show l', ['last']],
    ['fleetwright plan -i ', []],
  ])('`%s` is completed', async (line, words) => {
    expect(await offered(line)).toEqual(words);
  });
});

test('hosts and groups come from the inventory', async () => {
  writeFileSync(
    join(dir, 'hosts.yaml'),
    'hosts: { "web-[1:2]": {}, db: {} }\ngroups: { web: { hosts: ["web-*"] } }\n',
  );
  const world = frame({ cwd: dir, env: { FLEETWRIGHT_INVENTORY: 'hosts.yaml' } });
  expect(await completion(['hosts'], {}, world)).toBe(0);
  expect(world.said.out.split('\n').sort()).toEqual(['', 'all', 'db', 'web', 'web-1', 'web-2']);
});

test('another shell is refused', async () => {
  const world = frame();
  expect(await completion(['tcsh'], {}, world)).toBe(64);
  expect(world.said.err).toBe("error: there is completion for bash, zsh and fish, not for 'tcsh'\n");
});
