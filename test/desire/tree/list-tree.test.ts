import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { listTree } from '../../../src/desire/tree/list-tree.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'fleetwright-list-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const all = { key: '', skips: () => false };

test('lists below a directory without following links, parents first, and passes over what is skipped', () => {
  mkdirSync(join(dir, 'b/empty'), { recursive: true });
  mkdirSync(join(dir, 'skipped/deep'), { recursive: true });
  writeFileSync(join(dir, 'a'), 'text\n');
  symlinkSync('/etc', join(dir, 'b/out'));
  symlinkSync(dir, join(tmpdir(), `${dir.split('/').at(-1)}-link`));
  const skips = (path: string): boolean => path === 'skipped';
  const listed = listTree(`${dir}-link`, { key: '', skips });
  rmSync(`${dir}-link`);
  expect(listed).toMatchObject({
    root: dir,
    entries: [
      { path: '.', type: 'directory' },
      { path: 'a', type: 'file', size: 5, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { path: 'b', type: 'directory' },
      { path: 'b/empty', type: 'directory' },
      { path: 'b/out', type: 'link', target: '/etc' },
    ],
  });
});

test('a text is given as long as it is what was listed, small, and a text', () => {
  writeFileSync(join(dir, 'a'), 'text\n');
  writeFileSync(join(dir, 'b'), Buffer.of(0xff, 0));
  writeFileSync(join(dir, 'c'), 'c'.repeat(40_000));
  const listed = listTree(dir, all);
  if (!('text' in listed)) throw new Error(listed.message);
  expect(['a', 'b', 'c', 'none'].map((path) => listed.text(path))).toEqual([
    'text\n',
    undefined,
    undefined,
    undefined,
  ]);
  writeFileSync(join(dir, 'a'), 'else\n');
  expect(listed.text('a')).toBeUndefined();
});

test.each([
  ['a FIFO', () => spawnSync('mkfifo', [join(dir, 'pipe')]), 'pipe is a FIFO, which cannot be copied'],
  ['nothing', () => rmSync(dir, { recursive: true }), 'there is no such directory'],
  ['a file', () => spawnSync('sh', ['-c', 'rmdir "$1" && : >"$1"', 'sh', dir]), 'it is no directory'],
])('%s is told', (_, make, why) => {
  make();
  const listed = listTree(dir, all);
  expect(listed).toMatchObject({ severity: 'error', message: expect.stringContaining(why) });
});
