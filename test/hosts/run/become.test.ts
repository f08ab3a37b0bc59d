import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { ScriptResult } from '../../../src/hosts/connection.ts';
import { spawnHere } from '../../../src/hosts/process/spawn.ts';
import { PasswordGate } from '../../../src/hosts/run/password-gate.ts';
import type { Login } from '../../../src/hosts/run/login.ts';
import type { Spawn } from '../../../src/hosts/run/pipe.ts';
import { runScript } from '../../../src/hosts/run/run-script.ts';
import { script, seen } from '../support/result.ts';

/** Behaves like sudo as far as we rely on it: -n, -S, -p, three tries, and no word to the command it starts. */
const fakeSudo = `#!/bin/sh
ask=yes prompt=
while [ "$1" != -- ]; do
  case $1 in -n) ask=no ;; -p) prompt=$2; shift ;; esac
  shift
done
shift
here=$(dirname "$0")
if [ ! -e "$here/nopasswd" ]; then
  [ "$ask" = yes ] || { echo "a password is required" >&2; exit 1; }
  for try in 1 2 3; do
    printf %s "$prompt" >&2
    IFS= read -r line || exit 1
    echo "$line" >>"$here/tries"
    [ "$line" = "$(cat "$here/password")" ] && break
    [ $try -lt 3 ] || exit 1
  done
fi
exec "$@"
`;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'become-'));
  writeFileSync(join(directory, 'sudo'), fakeSudo);
  chmodSync(join(directory, 'sudo'), 0o755);
  writeFileSync(join(directory, 'password'), 'right');
});
afterEach(() => rmSync(directory, { recursive: true }));

const spawn: Spawn = (launch, listener) => {
  const words = launch.words.map((word) => (word === 'sudo' ? join(directory, 'sudo') : word));
  return spawnHere({ ...launch, words }, listener);
};

function become(text: string, more: Partial<Login> = {}): Promise<ScriptResult> {
  const login: Login = { host: 'web1', user: 'deploy', isRoot: false, become: 'sudo', ...more };
  return runScript(spawn, login, script(text, { privileged: true }));
}

const tries = (): string =>
  existsSync(join(directory, 'tries')) ? readFileSync(join(directory, 'tries'), 'utf8') : '';

test('without a password, a sudo that needs none runs the script', async () => {
  writeFileSync(join(directory, 'nopasswd'), '');
  expect(seen(await become('echo out; exit 3'))).toEqual({
    type: 'exited',
    code: 3,
    stdout: 'out\n',
    stderr: '',
  });
});

test('without a password, a sudo that needs one is told with the rule that is missing', async () => {
  const result = seen(await become('echo out'));
  expect(result).toMatchObject({
    type: 'refused',
    message: expect.stringContaining('deploy ALL=(ALL) NOPASSWD: ALL'),
  });
  expect(result['message']).toContain('sudo said: a password is required');
});

test('a password is given to a sudo that asks', async () => {
  expect(seen(await become('cat; echo out', { password: 'right' }))).toMatchObject({
    code: 0,
    stdout: 'out\n',
  });
  expect(tries()).toBe('right\n');
});

test('a wrong password is one try, and no line of the script becomes another', async () => {
  const result = seen(await become(`touch ${directory}/ran\n`.repeat(5), { password: 'wrong' }));
  expect(result).toMatchObject({
    type: 'refused',
    message: expect.stringContaining('did not accept the password'),
  });
  expect(JSON.stringify(result)).not.toContain('wrong');
  expect(tries()).toBe('wrong\n');
  expect(existsSync(join(directory, 'ran'))).toBe(false);
});

test('a wrong password is tried on one of many hosts, whose shells begin one after the other', async () => {
  const gate = new PasswordGate();
  const go = (host: string): Promise<ScriptResult> => become('true', { host, password: 'wrong', gate });
  const results = await Promise.all(['web1', 'web2', 'web3'].map(go));
  expect(tries()).toBe('wrong\n');
  const refused = { type: 'refused', message: "sudo's password was not accepted on web1; not tried here" };
  expect(results.slice(1)).toEqual([expect.objectContaining(refused), expect.objectContaining(refused)]);
});

test('so it is where sudo gives one try only', async () => {
  writeFileSync(join(directory, 'sudo'), fakeSudo.replace('1 2 3', '3'));
  const gate = new PasswordGate();
  const go = (host: string): Promise<ScriptResult> => become('true', { host, password: 'wrong', gate });
  await Promise.all(['web1', 'web2', 'web3'].map(go));
  expect(tries()).toBe('wrong\n');
});

test('a password that one host has accepted goes to all, without waiting for its script to end', async () => {
  const gate = new PasswordGate();
  const go = (host: string): Promise<ScriptResult> =>
    become(`echo >${directory}/at-${host}; until [ -e ${directory}/at-web3 ]; do sleep 0.05; done`, {
      host,
      password: 'right',
      gate,
    });
  const results = await Promise.all(['web1', 'web2', 'web3'].map(go));
  expect(results.map(({ type }) => type)).toEqual(['exited', 'exited', 'exited']);
  expect(tries()).toBe('right\n'.repeat(3));
});

test('a password that sudo does not ask for is neither run nor left', async () => {
  writeFileSync(join(directory, 'nopasswd'), '');
  const password = `touch ${directory}/ran`;
  const result = seen(await become('set; echo "$line"; cat', { password }));
  expect(result).toMatchObject({ type: 'exited', code: 0 });
  expect(JSON.stringify(result)).not.toContain(`touch ${directory}`);
  expect(existsSync(join(directory, 'ran'))).toBe(false);
});

test('input that comes later reaches the script behind a password too', async () => {
  const login: Login = { host: 'web1', isRoot: false, become: 'sudo', password: 'right' };
  const asked = script('echo ready; read -r word; echo "got $word"', {
    privileged: true,
    onInput: (input) => {
      setTimeout(() => {
        void input.write('later\n');
        input.end();
      }, 100);
    },
  });
  expect(seen(await runScript(spawn, login, asked))).toMatchObject({ code: 0, stdout: 'ready\ngot later\n' });
});

test('a sudo that is not there is told apart from one that refuses', async () => {
  const result = await become('true', { become: 'doas' });
  expect(result).toMatchObject({ type: 'refused', message: expect.stringMatching(/doas/) });
});

test('root and `none` become nobody', async () => {
  expect(seen(await become('echo out', { isRoot: true }))).toMatchObject({ code: 0, stdout: 'out\n' });
  expect(seen(await become('echo out', { become: 'none' }))).toMatchObject({ code: 0, stdout: 'out\n' });
});
