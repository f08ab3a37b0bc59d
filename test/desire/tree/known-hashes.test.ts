import { createHash } from 'node:crypto';
import {
  appendFileSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { forgetHashes, knownHashes } from '../../../src/desire/tree/known-hashes.ts';

const root = mkdtempSync(join(tmpdir(), 'fleetwright-hashes-'));
afterAll(() => rmSync(root, { recursive: true }));

const large = join(root, 'large');
const later = (): number => Date.now() + 60_000;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
/** Enough of it that its hash is kept. */
const text = 'x'.repeat(17 << 20);

beforeEach(() => {
  process.env['XDG_CACHE_HOME'] = mkdtempSync(join(root, 'cache-'));
  writeFileSync(large, text);
});

function hashNow(at: number): string | undefined {
  const hashes = knownHashes('app', at);
  const hash = hashes.of(Buffer.from(large), lstatSync(large, { bigint: true }));
  hashes.keep();
  return hash;
}

/** Whatever it is asked for, it can only say what it knows: there is nothing to read. */
function knownOf(at: number): string | undefined {
  try {
    return knownHashes('app', at).of(Buffer.from(join(root, 'gone')), lstatSync(large, { bigint: true }));
  } catch {
    return undefined;
  }
}

function cached(): string {
  const dir = join(process.env['XDG_CACHE_HOME']!, 'fleetwright/hashes');
  return join(dir, readdirSync(dir)[0]!);
}

test('a file that has not changed since is not read again', () => {
  expect(hashNow(later())).toBe(sha256(text));
  expect(knownOf(later())).toBe(sha256(text));
  expect(statSync(cached()).mode & 0o777).toBe(0o600);
});

test('one that was written again is, though size and time are as before', () => {
  const { mtime } = statSync(large);
  hashNow(later());
  writeFileSync(large, text.replace('x', 'y'));
  utimesSync(large, mtime, mtime);
  expect(knownOf(later())).toBeUndefined();
  expect(hashNow(later())).toBe(sha256(text.replace('x', 'y')));
});

test('what has just been changed is not trusted to stay', () => {
  hashNow(Date.now());
  expect(knownOf(later())).toBeUndefined();
});

test('a damaged list, and one that was forgotten, is none', () => {
  hashNow(later());
  appendFileSync(cached(), 'x');
  expect(knownOf(later())).toBeUndefined();
  hashNow(later());
  forgetHashes();
  expect(knownOf(later())).toBeUndefined();
});

test('few small files are not worth it; no place to keep them is no fault', () => {
  writeFileSync(large, 'small');
  hashNow(later());
  expect(cached).toThrow('ENOENT');
  writeFileSync(large, text);
  process.env['XDG_CACHE_HOME'] = large;
  expect(hashNow(later())).toBe(sha256(text));
  expect(forgetHashes).not.toThrow();
});
