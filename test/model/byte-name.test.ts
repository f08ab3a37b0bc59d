import { expect, test } from '@jest/globals';
import { byteKey, byteName, nameBytes } from '../../src/model/byte-name.ts';

test.each([
  ['plain', 'a b/c', 'a b/c'],
  ['UTF-8', 'é/日本 😀', 'é/日本 😀'],
  ['a backslash', 'a\\xff', 'a\\\\xff'],
  ['a replacement character that is meant', 'a\uFFFDb\\', 'a\uFFFDb\\\\'],
  ['a line feed', 'a\nb', 'a\nb'],
])('%s', (_, text, name) => {
  expect(byteName(Buffer.from(text))).toBe(name);
  expect(Buffer.from(nameBytes(name)).toString()).toBe(text);
});

test.each([
  ['ff', '\\xff'],
  ['61ff62', 'a\\xffb'],
  ['c3', '\\xc3'],
  ['c328', '\\xc3('],
  ['e282', '\\xe2\\x82'],
  ['5cff', '\\\\\\xff'],
  ['eda080', '\\xed\\xa0\\x80'],
])('bytes that are no UTF-8: %s', (hex, name) => {
  const bytes = Buffer.from(hex, 'hex');
  expect(byteName(bytes)).toBe(name);
  expect(Buffer.from(nameBytes(name)).toString('hex')).toBe(hex);
});

test('any bytes come back as they were', () => {
  let seed = 7;
  const random = (): number => (seed = (seed * 1103515245 + 12345) % 2 ** 31) >> 16;
  for (let round = 0; round < 2000; round++) {
    const bytes = Buffer.from(
      Array.from({ length: random() % 12 }, () => [0x5c, 0x78, 0x66][random() % 9] ?? random() % 256),
    );
    expect(Buffer.compare(nameBytes(byteName(bytes)), bytes)).toBe(0);
    expect(byteKey(byteName(bytes))).toBe(bytes.toString('latin1'));
  }
});
