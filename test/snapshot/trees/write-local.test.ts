import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { keepReplaced } from '../../../src/snapshot/trees/keep-replaced.ts';
import { openStaging, type Staging } from '../../../src/snapshot/trees/staging.ts';
import type { TreeEntry } from '../../../src/snapshot/trees/state.ts';
import {
  readTreeBase,
  treeBaseFile,
  treeBaseText,
  writeTreeBase,
} from '../../../src/snapshot/trees/tree-base.ts';
import { writeTree } from '../../../src/snapshot/trees/write-local.ts';

let dir: string;
let root: string;
let staging: Staging;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'fleetwright-trees-'));
  root = join(dir, 'tree');
  mkdirSync(join(root, 'd'), { recursive: true });
  writeFileSync(join(root, 'd/old'), 'old\n');
  writeFileSync(join(dir, 'outside'), 'outside\n');
  staging = openStaging(root);
});
afterEach(() => {
  staging.remove();
  rmSync(dir, { recursive: true });
});

/** A file that has come from a host. */
function came(path: string, text: string, mode = '0644'): TreeEntry {
  const entry = { path, size: text.length, sha256: 'x' };
  staging.begin(entry);
  staging.write(Buffer.from(text));
  staging.end();
  return { ...entry, type: 'file', mode };
}

const directory = (path: string, mode = '0755'): TreeEntry => ({ path, type: 'directory', mode });
const link = (path: string, target: string): TreeEntry => ({ path, type: 'link', target });
const put = (...entries: readonly TreeEntry[]): void =>
  writeTree(root, { put: entries, remove: [] }, staging);
const modeOf = (path: string): number => statSync(join(root, path)).mode & 0o7777;

describe('what comes', () => {
  test('takes its place with its permissions, links as links, and leaves nothing beside', () => {
    put(
      directory('n', '0500'),
      came('n/a', 'a\n', '0755'),
      came('d/old', 'new\n', '0600'),
      link('l', '../outside'),
      came('raw\\xff', ''),
    );
    expect([readFileSync(join(root, 'n/a'), 'utf8'), readFileSync(join(root, 'd/old'), 'utf8')]).toEqual([
      'a\n',
      'new\n',
    ]);
    expect([modeOf('n'), modeOf('n/a'), modeOf('d/old')]).toEqual([0o500, 0o755, 0o600]);
    expect(readlinkSync(join(root, 'l'))).toBe('../outside');
    expect(readdirSync(Buffer.from(root), { encoding: 'buffer' })).toContainEqual(
      Buffer.from('raw\xff', 'latin1'),
    );
    staging.remove();
    expect(readdirSync(dir).sort()).toEqual(['outside', 'tree']);
  });

  test('replaces a link and not what it leads to', () => {
    symlinkSync('../outside', join(root, 'l'));
    put(came('l', 'mine\n'));
    expect([readFileSync(join(root, 'l'), 'utf8'), readFileSync(join(dir, 'outside'), 'utf8')]).toEqual([
      'mine\n',
      'outside\n',
    ]);
  });

  test('is never written through a link on the way', () => {
    symlinkSync('..', join(root, 'out'));
    expect(() => put(came('out/outside', 'bad\n'))).toThrow('out is not a directory any more');
    expect(() => put(link('up', '..'), came('up/outside', 'bad\n'))).toThrow(
      'up is not a directory any more',
    );
    expect(readFileSync(join(dir, 'outside'), 'utf8')).toBe('outside\n');
  });

  test('does not take the place of a directory, nor makes one of a file', () => {
    expect(() => put(came('d', 'bad\n'))).toThrow('d is a directory by now');
    expect(() => put(directory('d/old'))).toThrow('in the way');
  });

  test('goes, but for what is not named', () => {
    writeFileSync(join(root, 'd/excluded'), '');
    writeTree(root, { put: [], remove: [directory('d'), { path: 'd/old', type: 'file' }] }, staging);
    expect(readdirSync(join(root, 'd'))).toEqual(['excluded']);
  });
});

test('what is replaced is kept as it was, links too', () => {
  symlinkSync('/etc/passwd', join(root, 'l'));
  const into = join(dir, 'kept/host-1/opt/app');
  expect(keepReplaced(root, ['d/old', 'l', 'd', 'gone'], into)).toBe(2);
  expect([readFileSync(join(into, 'd/old'), 'utf8'), readlinkSync(join(into, 'l'))]).toEqual([
    'old\n',
    '/etc/passwd',
  ]);
  expect(statSync(join(dir, 'kept')).mode & 0o077).toBe(0);
});

describe('what was agreed on', () => {
  const state = new Map<string, TreeEntry>([
    ['.', directory('.')],
    ['a\u001b[31m', { path: 'a\u001b[31m', type: 'file', mode: '0644', size: 3, sha256: 'x' }],
    ['l', link('l', '/etc/passwd')],
  ]);

  test('is a line an entry, in order, and comes back as it was', async () => {
    const text = treeBaseText('/opt/app', new Map([...state].reverse()));
    expect(text.split('\n')).toEqual([
      '{"format":1,"tree":"/opt/app"}',
      '{"path":".","type":"directory","mode":"0755"}',
      '{"path":"a\\u001b[31m","type":"file","mode":"0644","sha256":"x"}',
      '{"path":"l","type":"link","target":"/etc/passwd"}',
      '',
    ]);
    const place = treeBaseFile(dir, '/opt/app');
    await writeTreeBase(place, '/opt/app', state);
    const read = await readTreeBase(place, '/opt/app');
    expect('state' in read && treeBaseText('/opt/app', read.state)).toBe(text);
    expect(await readTreeBase(treeBaseFile(dir, '/opt/other'), '/opt/other')).toEqual({});
  });

  test.each([
    '',
    'x',
    '{"format":1,"tree":"/opt/other"}\n',
    '{"format":1,"tree":"/opt/app"}\n{"path":1}\n',
    '{"format":1,"tree":"/opt/app"}\n{"pa',
  ])('is not read from %j', async (text) => {
    const place = treeBaseFile(dir, '/opt/app');
    await writeTreeBase(place, '/opt/app', state);
    writeFileSync(place, text);
    expect(await readTreeBase(place, '/opt/app')).toHaveProperty('problem');
  });
});
