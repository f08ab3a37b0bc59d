import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { readPrivateKey } from '../../../src/hosts/ssh/private-key.ts';

jest.setTimeout(60_000); // RSA keys take their time to be found
let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'keys-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

function make(words: readonly string[], passphrase: string): string {
  const path = join(directory, words.join('').replace(/\W/g, ''));
  execFileSync('ssh-keygen', ['-q', ...words, '-N', passphrase, '-f', path]);
  return path;
}

const formats = [
  ['-t', 'ed25519'],
  ['-t', 'ecdsa', '-b', '384'],
  ['-t', 'rsa', '-m', 'PEM'],
  ['-t', 'ecdsa', '-m', 'PEM'],
];

test.each(formats)('a key of ssh-keygen %s %s %s %s is read, locked or not', async (...words) => {
  expect(await readPrivateKey(make(words, ''))).toMatchObject({ type: 'key' });
  const locked = make([...words, '-C', 'locked'], 'sesame');
  expect(await readPrivateKey(locked)).toMatchObject({ type: 'locked', blob: expect.any(Buffer) });
  expect(await readPrivateKey(locked, 'wrong')).toMatchObject({ type: 'locked' });
  expect(await readPrivateKey(locked, 'sesame')).toMatchObject({ type: 'key' });
});

test('a form that no passphrase of ours opens is told with what rewrites it', async () => {
  const path = make(['-t', 'rsa', '-m', 'PKCS8'], '');
  const key = await readPrivateKey(path);
  expect(key).toMatchObject({
    type: 'unreadable',
    reason: expect.stringContaining(`ssh-keygen -p -f ${path}`),
  });
});

test('a file that is not there is absent', async () => {
  expect(await readPrivateKey(join(directory, 'none'))).toMatchObject({ type: 'absent' });
});
