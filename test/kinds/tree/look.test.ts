import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { listTree } from '../../../src/desire/tree/list-tree.ts';
import { call } from '../../../src/hosts/quote.ts';
import { shell } from '../../../src/hosts/script.ts';
import type { TreeSeen } from '../../../src/kinds/tree/actual.ts';
import { probe } from '../../../src/kinds/tree/probe.ts';
import { read } from '../../../src/kinds/tree/read.ts';
import { resolve } from '../../../src/kinds/tree/resolve.ts';
import { byteName } from '../../../src/model/byte-name.ts';
import { splitFrames } from '../../../src/observe/frames.ts';
import { sources } from './support/build.ts';

const root = mkdtempSync(join(tmpdir(), 'fleetwright-look-'));
afterAll(() => rmSync(root, { recursive: true }));

/** Files by name: a text, null for a directory, `→x` for a link. */
type Files = Readonly<Record<string, string | null>>;

function place(files: Files): string {
  const dir = mkdtempSync(join(root, 'tree-'));
  for (const [name, text] of Object.entries(files)) {
    const path = join(dir, name);
    mkdirSync(dirname(path), { recursive: true });
    if (text === null) mkdirSync(path, { recursive: true });
    else if (text.startsWith('→')) symlinkSync(text.slice(1), path);
    else writeFileSync(path, text, { mode: 0o644 });
  }
  return dir;
}

/** What this machine's shell tells of a tree that is to be as `wanted`. */
async function look(wanted: Files, there: Files, { whole = false, before = '' } = {}): Promise<TreeSeen> {
  const path = place(there);
  const listing = listTree(place(wanted), { key: '', skips: () => false });
  if ('severity' in listing) throw new Error(listing.message);
  const { desired } = resolve(
    { source: 'app', path, delete: whole ? 'all' : true },
    { ...sources(listing), tree: () => listing },
  );
  const [{ libraries, args, ...one }] = probe(desired) as [ReturnType<typeof probe>[number]];
  const script = [
    shell('common', 'look', ...libraries),
    'NONCE=mark',
    before,
    call(one.function, ...args),
    'section end',
  ];
  const { stdout } = await execa('sh', {
    input: script.join('\n'),
    encoding: 'buffer',
    stripFinalNewline: false,
  });
  const seen = read(splitFrames(stdout, 'mark') ?? new Map(), desired);
  if (typeof seen === 'string') throw new Error(seen);
  return seen.get(path) as TreeSeen;
}

const base: Files = { 'a.txt': 'one\n', 'deep/er/b.txt': 'two\n', 'deep/empty': null, link: '→a.txt' };

test('a tree that is as it is to be is told in a word', async () => {
  const seen = await look(base, base);
  expect(seen.isSame).toBe(true);
  expect([...seen.entries.keys()]).toEqual([]);
});

test('what others put there beside it is no difference, unless nothing else may be there', async () => {
  const more = { ...base, 'deep/theirs': 'x' };
  expect(await look(base, more)).toMatchObject({ isSame: true });
  const seen = await look(base, more, { whole: true });
  expect(seen.isSame).toBe(false);
  expect([...seen.entries.keys()].sort()).toEqual(['.', 'deep/theirs']);
});

const odd: Files = {
  ' leading': '1',
  '-dash': '2',
  'new\nline': '3',
  'tab\there': '4',
  'per%cent%0A': '5',
  'back\\slash': '6',
  'two  blanks': '7',
  'quo\'te"s': '8',
  'dots..': '9',
  ünï: '10',
};

describe('only what differs is told', () => {
  test('other contents of the same size, and of another, with small texts', async () => {
    const seen = await look(base, { ...base, 'a.txt': 'ONE\n', 'deep/er/b.txt': 'longer\n' });
    expect([...seen.entries.keys()].sort()).toEqual(['.', 'a.txt', 'deep/er/b.txt']);
    expect(seen.entries.get('a.txt')).toMatchObject({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(seen.texts).toEqual(
      new Map([
        ['a.txt', 'ONE\n'],
        ['deep/er/b.txt', 'longer\n'],
      ]),
    );
    expect([...(seen.lacks ?? [])]).toEqual([]);
  });

  test('what is not there, and what is something else', async () => {
    const seen = await look(base, { 'a.txt': null, deep: '→a.txt', link: '→b.txt' });
    expect([...(seen.lacks ?? [])].sort()).toEqual(['deep/empty', 'deep/er', 'deep/er/b.txt']);
    const types = [...seen.entries].map(([path, { type }]) => `${path} ${type}`);
    expect(types.sort()).toEqual(['. directory', 'a.txt directory', 'deep link', 'link link']);
    expect(seen.texts.size).toBe(0);
  });

  test('names that a shell stumbles over', async () => {
    expect(await look(odd, odd)).toMatchObject({ isSame: true });
    const other = Object.fromEntries(Object.entries(odd).map(([name, text]) => [name, `${text}${text}`]));
    const told = Object.entries(other).map(([name, text]) => [byteName(Buffer.from(name)), text] as const);
    const seen = await look(odd, other);
    expect(seen.texts).toEqual(new Map(told));
    expect((await look(odd, {})).lacks).toEqual(new Set(told.map(([name]) => name)));
  });

  test('large files without their text', async () => {
    const large = { big: 'x'.repeat(40_000), small: 'x'.repeat(32_768) };
    const seen = await look({ big: 'y', small: 'y' }, large);
    expect([...seen.texts.keys()]).toEqual(['small']);
  });
});

test.each([
  ['gzip', '*'],
  ['sort', '*'],
  ['comm', '*-3*'],
])('a host on which %s fails has no tree that is as it is to be', async (name, when) => {
  const before = `${name}() { case $* in ${when}) command ${name} "$@" | head -c 9; return 1 ;; *) command ${name} "$@" ;; esac; }`;
  const told = await look(base, base, { before }).catch(String);
  expect(told).toMatch('the look at a tree is incomplete');
});
