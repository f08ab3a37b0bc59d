import { describe, expect, test } from '@jest/globals';
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
});

describe('texts', () => {
  const heads = 'f 3 9.5 ./a\0f 2 9.5 ./no text\0f 1 9.5 ./b c\0';
  const told = (after: string): Buffer =>
    Buffer.concat([Buffer.from(`${heads}\0abc`), Buffer.of(0xff, 0), Buffer.from(`d${after}`)]);

  test('come one behind the other', () => {
    expect(readTexts(told(heads))).toEqual(
      new Map([
        ['a', 'abc'],
        ['b c', 'd'],
      ]),
    );
    expect(readTexts(Buffer.from(''))).toEqual(new Map());
  });

  test.each([
    ['a file that has changed meanwhile', heads.replace('2 9.5', '2 9.6')],
    ['what was cut', heads.slice(0, -5)],
  ])('%s makes all of them worthless', (_, after) => {
    expect(readTexts(told(after))).toEqual(new Map());
  });

  test.each(['d 4 9.5 ./a\0', 'f 99 9.5 ./a\0'])('no bytes are taken for those of %j', (head) => {
    expect(readTexts(Buffer.from(`${head}\0abc${head}`))).toEqual(new Map());
  });
});
