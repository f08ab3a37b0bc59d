import { expect, test } from '@jest/globals';
import { MarkFinder } from '../../../src/hosts/run/mark.ts';
import { Tail } from '../../../src/hosts/run/tail.ts';

const text = (bytes: Uint8Array | undefined): string | undefined => bytes && Buffer.from(bytes).toString();

test('the mark is found wherever the pieces are cut, and what was before it is dropped', () => {
  const whole = Buffer.from('noise without an end\nmark-1\nrest');
  for (let cut = 0; cut <= whole.length; cut++) {
    const finder = new MarkFinder('mark-1');
    const first = finder.feed(whole.subarray(0, cut));
    const rest =
      first === undefined ? finder.feed(whole.subarray(cut)) : Buffer.concat([first, whole.subarray(cut)]);
    expect(text(rest)).toBe('rest');
  }
});

test('noise that looks like the beginning of a mark does not hide it', () => {
  const finder = new MarkFinder('mark');
  expect(finder.feed(Buffer.from('\nmar\nma'))).toBeUndefined();
  expect(finder.feed(Buffer.from('\n\nmark\n'))?.length).toBe(0);
});

test('a tail keeps the end of what never ends', () => {
  const tail = new Tail(10);
  for (let index = 0; index < 1000; index++) tail.add(Buffer.from(`${index},`));
  expect(tail.text()).toBe('…7,998,999,');
  const short = new Tail(10);
  short.add(Buffer.from('abc'));
  expect(short.text()).toBe('abc');
});
