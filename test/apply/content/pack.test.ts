import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { gunzipSync } from 'node:zlib';
import { frames } from '../../../src/apply/content/frames.ts';
import { pack, SourceChanged } from '../../../src/apply/content/pack.ts';
import { listTree } from '../../../src/desire/tree/list-tree.ts';
import { byteName } from '../../../src/model/byte-name.ts';
import type { Placing, TreePut } from '../../../src/model/step.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'fleetwright-pack-'));
  mkdirSync(join(dir, 'here/sub'), { recursive: true });
});
afterEach(() => rmSync(dir, { recursive: true }));

const all = { key: '', skips: () => false };

function placing(): Placing {
  const listing = listTree(join(dir, 'here'), all);
  if (!('entries' in listing)) throw new Error(listing.message);
  const put = listing.entries.map(({ mode, ...entry }): TreePut => {
    return { ...entry, mode: mode.toString(8).padStart(4, '0'), owner: 'root:root', was: null };
  });
  return {
    ...{ scope: 'system', path: '/opt/x', key: '0'.repeat(16), from: { source: listing.root } },
    ...{ parents: ['d 755 root /'], put, remove: [], restarts: [] },
  };
}

async function packed(what: Placing): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of pack(what)) pieces.push(piece);
  return Buffer.concat(pieces);
}

test('an archive is what tar reads: long names, names of any bytes, links, rights and times', async () => {
  const long = 'n'.repeat(120);
  writeFileSync(join(dir, 'here', long), 'long');
  writeFileSync(Buffer.concat([Buffer.from(`${dir}/here/sub/`), Buffer.of(0xff, 0x0a, 0x5c)]), 'raw');
  writeFileSync(join(dir, 'here/big'), Buffer.alloc(700_000, 'b'));
  writeFileSync(join(dir, 'here/empty'), '');
  symlinkSync('t'.repeat(150), join(dir, 'here/link'));
  chmodSync(join(dir, 'here/big'), 0o751);
  mkdirSync(join(dir, 'there'));
  const input = await packed(placing());
  const tar = spawnSync('tar', ['-x', '-p', '-C', join(dir, 'there'), '-f', '-'], { input });
  expect([tar.status, String(tar.stderr)]).toEqual([0, '']);
  const entries = (path: string): unknown => ({ ...listTree(join(dir, path), all), root: '', text: '' });
  expect(entries('there/new')).toEqual(entries('here'));
});

test.each([
  ['has other bytes', () => writeFileSync(join(dir, 'here/a'), 'other')],
  ['is longer', () => writeFileSync(join(dir, 'here/a'), 'text and more')],
  ['is gone', () => rmSync(join(dir, 'here/a'))],
  ['became a link', () => spawnSync('ln', ['-sf', 'b', join(dir, 'here/a')])],
])('a file that %s since the plan ends it', async (_, trouble) => {
  writeFileSync(join(dir, 'here/a'), 'text');
  writeFileSync(join(dir, 'here/b'), 'text');
  const what = placing();
  trouble();
  await expect(packed(what)).rejects.toThrow(SourceChanged);
});

test('pieces are framed, compressed, and end with 0', async () => {
  const source = (async function* () {
    for (let index = 0; index < 3000; index++)
      yield await Promise.resolve(Buffer.from(`${Math.sin(index)}\n`));
  })();
  const sent: Uint8Array[] = [];
  for await (const piece of frames(source)) sent.push(piece);
  let bytes = Buffer.concat(sent);
  const parts: Buffer[] = [];
  for (;;) {
    const end = bytes.indexOf(10);
    const size = Number(bytes.toString('latin1', 0, end));
    if (size === 0) break;
    parts.push(bytes.subarray(end + 1, end + 1 + size));
    bytes = bytes.subarray(end + 1 + size);
  }
  expect(gunzipSync(Buffer.concat(parts)).toString().split('\n')).toHaveLength(3001);
});

test('an error of the source comes out of the frames', async () => {
  const source = (async function* () {
    yield await Promise.resolve(Buffer.from('x'));
    throw new SourceChanged('x');
  })();
  const read = async (): Promise<void> => {
    for await (const piece of frames(source)) expect(piece.length).toBeGreaterThan(0);
  };
  await expect(read()).rejects.toThrow(SourceChanged);
});

test('names of bytes that are no UTF-8 are listed by their escapes', () => {
  writeFileSync(Buffer.concat([Buffer.from(`${dir}/here/`), Buffer.of(0xfe)]), '');
  const { put } = placing();
  expect(put.map(({ path }) => path)).toContain(byteName(Buffer.of(0xfe)));
});
