import { expect, test } from '@jest/globals';
import { readHashes, readListing, readTexts } from '../../../src/kinds/tree/read-listing.ts';

const line = (name: string, kind = 'f'): Buffer =>
  Buffer.from(`${kind} 644 root:root 1 9.5 1 ${name}\0\0`, 'latin1');

test('names of any bytes are read', () => {
  const list = Buffer.concat([
    line('.', 'd'),
    line('./a\nb'),
    line('./-x y'),
    line('./\xff'),
    line('./s', 's'),
  ]);
  expect([...(readListing(list)?.entries.values() ?? [])].map(({ path, type }) => [path, type])).toEqual([
    ['.', 'directory'],
    ['a\nb', 'file'],
    ['-x y', 'file'],
    ['\\xff', 'file'],
    ['s', 'other'],
  ]);
});

test.each(['/etc/passwd', './../../.ssh/authorized_keys', '../x', './a//b', './a/./b', './', 'a', './a/..'])(
  'a host that lists %s is not believed',
  (name) => expect(readListing(line(name))).toBeNull(),
);

test.each(['', 'f 644\0\0', 'f 644 root:root x 9.5 1 ./a\0\0', '\0'])('nonsense: %j', (text) => {
  expect(readListing(Buffer.from(text))).toEqual(
    text === '' ? { entries: new Map(), lacks: new Set() } : null,
  );
});

test('hashes and texts', () => {
  expect(readHashes(Buffer.from(`${'a'.repeat(64)}  ./x y\0`))).toEqual(new Map([['x y', 'a'.repeat(64)]]));
  const texts = Buffer.concat([
    Buffer.from('3 ./a\0abc2 ./b\0'),
    Buffer.of(0xff, 0),
    Buffer.from('9 ./cut\0abc'),
  ]);
  expect(readTexts(texts)).toEqual(new Map([['a', 'abc']]));
});
