import { expect, test } from '@jest/globals';
import { listener } from '../../src/apply/listen.ts';

const nonce = 'f'.repeat(32);

/** What is heard of these pieces of output. */
function heard(...chunks: readonly (string | Uint8Array)[]): readonly string[] {
  const lines: string[] = [];
  const listen = listener(nonce, ({ name, words }) => lines.push(words === '' ? name : `${name} ${words}`));
  for (const chunk of chunks) listen(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return lines;
}

test('lines with the nonce, whatever stands between them', () => {
  expect(heard(`Welcome!\n${nonce} begin me\nnoise\n\n${nonce} end changed\n`)).toEqual([
    'begin me',
    'end changed',
  ]);
});

test('a line in the middle of which the output was cut, at every place', () => {
  const text = `motd\n${nonce} said s1 Grüße ✓ a\n${nonce} end changed\n`;
  const bytes = Buffer.from(text);
  for (let at = 0; at <= bytes.length; at++) {
    expect(heard(bytes.subarray(0, at), bytes.subarray(at))).toEqual(['said s1 Grüße ✓ a', 'end changed']);
  }
});

test('byte by byte', () => {
  const bytes = [...Buffer.from(`${nonce} note é\n`)].map((byte) => Uint8Array.of(byte));
  expect(heard(...bytes)).toEqual(['note é']);
});

test('a line that has not ended is not heard', () => {
  expect(heard(`${nonce} end changed`)).toEqual([]);
});

test('the nonce elsewhere than at the beginning of a line, or without a blank, is noise', () => {
  expect(heard(`x${nonce} end changed\n ${nonce} end\n${nonce}end\n${nonce}\n`)).toEqual([]);
});

test('escape codes, carriage returns and bytes that are no UTF-8 are shown', () => {
  const bytes = Buffer.concat([Buffer.from(`${nonce} note \u001b[31mred\r`), Uint8Array.of(0xff, 0x0a)]);
  expect(heard(bytes)).toEqual(['note \\x1b[31mred\\r\ufffd']);
});

test('a line without an end costs no memory, and what follows it is heard', () => {
  const flood = 'x'.repeat(1 << 20);
  const before = process.memoryUsage().heapUsed;
  const lines: string[] = [];
  const listen = listener(nonce, ({ name }) => lines.push(name));
  for (let round = 0; round < 200; round++) listen(Buffer.from(flood));
  listen(Buffer.from(`\n${nonce} end changed\n`));
  expect(lines).toEqual(['end']);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 << 20);
});

test('a word alone has no words', () => {
  const said: unknown[] = [];
  listener(nonce, (one) => said.push(one))(Buffer.from(`${nonce} hello\n${nonce} note \n`));
  expect(said).toEqual([
    { name: 'hello', words: '' },
    { name: 'note', words: '' },
  ]);
});
