import { describe, expect, test } from '@jest/globals';
import { readListing } from '../../../src/kinds/tree/read-listing.ts';
import { caseTwins, tooManyGo } from '../../../src/snapshot/trees/guards.ts';
import { remoteState, type RemoteTree, type TreeEntry } from '../../../src/snapshot/trees/state.ts';

/** A host's tree, as find prints it: type, name, device. */
function listed(
  ...lines: readonly (readonly [type: string, name: string, device?: number])[]
): RemoteTree | string {
  const text = lines.map(
    ([type, name, device = 1]) =>
      `${type} 4755 root:root 3 1.5 ${device} ${name}\0${type === 'l' ? '/etc' : ''}\0`,
  );
  const entries = readListing(Buffer.from(text.join('')));
  if (entries === null) return 'no list';
  return remoteState({}, { entries: entries }, (path) => path === 'skipped');
}

describe('a host’s list', () => {
  test('loses set-id bits and what is skipped, and tells what cannot travel', () => {
    const lines = [
      ['d', '.'],
      ['f', './a'],
      ['p', './fifo'],
      ['d', './m', 2],
      ['f', './skipped'],
      ['b', './dev'],
    ] as const;
    const tree = listed(...lines) as RemoteTree;
    expect([...tree.state.values()].map(({ path, mode }) => [path, mode])).toEqual([
      ['.', '0755'],
      ['a', '0755'],
    ]);
    expect([...tree.left]).toEqual([
      ['fifo', 'is a FIFO there'],
      ['m', 'is a mount point there'],
      ['dev', 'is a block device there'],
    ]);
  });

  test.each(['./../../x', '/etc/passwd', './a/../../b', './a//b', '..'])(
    'with the name %s is none',
    (name) => {
      expect(listed(['d', '.'], ['f', name])).toBe('no list');
    },
  );

  test.each(['l', 'f'])('in which something lies below what is of type %s is not believed', (type) => {
    expect(listed(['d', '.'], [type, './out'], ['f', './out/x'])).toMatch(/makes no sense: out\/x/);
    expect(listed(['d', '.'], ['f', './nowhere/x'])).toMatch(/makes no sense/);
  });

  test('of a hundred thousand names is read', () => {
    const many = Array.from({ length: 100_000 }, (_, index): readonly [string, string] => [
      'f',
      `./${index}`,
    ]);
    expect((listed(['d', '.'], ...many) as RemoteTree).state.size).toBe(100_001);
  });
});

const file = (path: string): TreeEntry => ({ path, type: 'file' });
const local = new Map(['a', 'b', 'c'].map((path) => [path, file(path)]));

const sides = { local, shields: () => false };

test('most of a tree does not go without a word', () => {
  const moves = { put: [], remove: [file('a'), file('b')] };
  const shields = (path: string): boolean => path === 'c';
  expect(tooManyGo(sides, moves)).toMatch(/^2 of its 3 files .* --allow-delete 2$/);
  expect(tooManyGo(sides, moves, 2)).toBeUndefined();
  const one = { put: [], remove: [file('a')] };
  expect(tooManyGo(sides, one)).toBeUndefined();
  expect(tooManyGo({ local: new Map([...local].slice(0, 1)), shields }, one)).toMatch(/^1 of its 1/);
  expect(
    tooManyGo({ local: new Map([...local].slice(1)), shields }, { put: [], remove: [file('b')] }),
  ).toMatch(/^1 of its 1 /);
});

test('names that a disk may take for one are twins, unless one goes', () => {
  expect(caseTwins(local, { put: [file('A')], remove: [] })).toEqual(['a', 'A']);
  expect(caseTwins(local, { put: [file('A')], remove: [file('a')] })).toBeUndefined();
  expect(caseTwins(new Map(), { put: [file('\u00e9'), file('e\u0301')], remove: [] })).toHaveLength(2);
});
