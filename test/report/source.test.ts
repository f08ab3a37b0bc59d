import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { execaSync } from 'execa';

import { sourceOf } from '../../src/report/records/source.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'fleetwright-source-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const git = (...words: readonly string[]): string =>
  execaSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...words], { cwd: dir }).stdout;

function repository(): void {
  git('init', '-q');
  writeFileSync(join(dir, 'web.yaml'), 'a');
  git('add', '.');
  git('commit', '-qm', 'x');
}

test('a clean repository has a commit', async () => {
  repository();
  expect(await sourceOf(dir)).toEqual({ commit: git('rev-parse', 'HEAD'), dirty: false });
});

test('a changed file, or a new one, makes it dirty', async () => {
  repository();
  writeFileSync(join(dir, 'new.yaml'), 'b');
  expect(await sourceOf(dir)).toMatchObject({ dirty: true });
  rmSync(join(dir, 'new.yaml'));
  writeFileSync(join(dir, 'web.yaml'), 'b');
  expect(await sourceOf(dir)).toMatchObject({ dirty: true });
});

test('no repository, no commit and no directory are nothing', async () => {
  expect(await sourceOf(dir)).toBeUndefined();
  git('init', '-q');
  expect(await sourceOf(dir)).toBeUndefined();
  expect(await sourceOf(join(dir, 'none'))).toBeUndefined();
});

test('a program that the repository names is not run', async () => {
  repository();
  git('config', 'core.fsmonitor', `touch ${join(dir, '.git', 'ran')}; false`);
  expect(await sourceOf(dir)).toMatchObject({ dirty: false });
  expect(() => rmSync(join(dir, '.git', 'ran'))).toThrow('ENOENT');
});
