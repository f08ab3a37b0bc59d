import { expect, test } from '@jest/globals';
import { matcher, plainNames } from '../../../src/kinds/tree/patterns.ts';
import { resolve } from '../../../src/kinds/tree/resolve.ts';
import { treeRules } from '../../../src/kinds/tree/rules.ts';
import { listing, sources } from './support/build.ts';

const files = { 'a.txt': 'a', '.env': 's', data: null, 'data/d': 'd', 'x.log': 'l' };
const spec = { source: 'app', path: '/opt/app', exclude: ['*.log'], data: ['data'], secrets: ['.env'] };
const paths = (classes: { data: boolean; secrets: boolean }): readonly string[] =>
  resolve(spec, sources(listing(files), classes)).desired.flatMap(({ entries }) => [...entries.keys()]);

test.each([
  [{ data: true, secrets: false }, ['.', 'a.txt', 'data', 'data/d']],
  [{ data: false, secrets: false }, ['.', 'a.txt']],
  [{ data: true, secrets: true }, ['.', 'a.txt', '.env', 'data', 'data/d']],
])('classes %j', (classes, left) => {
  expect([...paths(classes)].sort()).toEqual([...left].sort());
});

test.each([
  [undefined, false, 'none'],
  [undefined, true, 'placed'],
  [false, true, 'placed'],
  [true, false, 'placed'],
  ['all', true, 'all'],
] as const)('delete %j with --delete %j is %s', (said, asked, is) => {
  const one = { ...spec, ...(said !== undefined && { delete: said }) };
  const classes = { data: true, secrets: false, delete: asked };
  expect(resolve(one, sources(listing(files), classes)).desired[0]?.delete).toBe(is);
});

test.each([
  ['an empty source', { source: 'app', path: '/opt/app' }, listing({}), 'has nothing in it'],
  [
    'one that is left out',
    { source: 'app', path: '/opt/app', exclude: ['*'] },
    listing({ a: 'a' }),
    'has nothing in it',
  ],
  ['one that cannot be read', { source: 'app', path: '/opt/app' }, 'no such directory', 'no such directory'],
  [
    'a target that a template made',
    { source: 'app', path: '/etc' },
    listing({ a: 'a' }),
    'directory of the system',
  ],
])('%s is an error', (_, one, list, why) => {
  const { desired, diagnostics } = resolve(one, sources(list));
  expect([desired, diagnostics.map(({ message }) => message).join()]).toEqual([
    [],
    expect.stringContaining(why),
  ]);
});

test('modes: of the source without set-id bits, or as declared, with x where it is executable here', () => {
  const modes = (bits: number, declared?: object) =>
    resolve(
      { source: 'app', path: '/opt/app', ...(declared && { modes: declared }) },
      sources(listing({ a: 'a' }, bits)),
    ).desired[0]?.entries.get('a')?.mode;
  expect([modes(0o6755), modes(0o640)]).toEqual(['0755', '0640']);
  const files = { files: '0640' };
  expect([modes(0o755, files), modes(0o644, files)]).toEqual(['0750', '0640']);
});

test('rules', () => {
  const faults = (one: object) =>
    treeRules.flatMap((rule) => rule({ source: 'a', path: '/opt/a', ...one }) ?? []);
  expect(faults({})).toEqual([]);
  expect(faults({ path: '/etc' })).toMatchObject([{ path: ['path'] }]);
  expect(faults({ path: '{{ where }}' })).toEqual([]);
  expect(faults({ max_delete: 3 })).toMatchObject([{ path: ['max_delete'] }]);
});

test('patterns are those of .gitignore', () => {
  const matches = matcher(['*.log', '!keep.log', '/top', 'dir/', 'a/**/z']);
  const of = (path: string, isDirectory = false) => matches(path, isDirectory);
  expect([of('x.log'), of('in/x.log'), of('keep.log'), of('top'), of('in/top')]).toEqual([
    true,
    true,
    false,
    true,
    false,
  ]);
  expect([of('dir'), of('dir', true), of('dir/x'), of('a/b/c/z'), of('.', true)]).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
  expect(plainNames(['.git', '*.log', 'node_modules', 'a/b', '/x'])).toEqual(['.git', 'node_modules']);
  expect(plainNames(['.git', '!x/.git'])).toEqual([]);
});

test('letter case counts in patterns, as it does in names', () => {
  const matches = matcher(['Build', '*.LOG']);
  expect([matches('Build', true), matches('build', true), matches('x.log', false)]).toEqual([
    true,
    false,
    false,
  ]);
});

test('what one list takes back, the others still mean', () => {
  const one = {
    ...{ source: 'app', path: '/opt/app', delete: true as const },
    ...{ exclude: ['*.tmp', '!keep.tmp'], protect: ['/data/own', 'keep.tmp'] },
    ...{ data: ['/data', '!/data/own'], secrets: ['.env', '!.env'] },
  };
  const list = listing({ 'a.txt': 'a', 'keep.tmp': 'k', 'x.tmp': 'x', data: null, 'data/own': 'o' });
  const [tree] = resolve(one, sources(list)).desired;
  expect([...(tree?.entries.keys() ?? [])].sort()).toEqual(['.', 'a.txt', 'data']);
  expect(['keep.tmp', 'x.tmp', 'data/own', 'a.txt'].map((path) => tree?.shields(path, false))).toEqual([
    true,
    true,
    true,
    false,
  ]);
});
