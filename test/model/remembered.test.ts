import { expect, test } from '@jest/globals';
import { Remembered } from '../../src/model/remembered.ts';

test('what was made is not made again until others have taken its room', () => {
  const made: string[] = [];
  const texts = new Remembered(6);
  const ask = (key: string): string =>
    texts.of(key, () => {
      made.push(key);
      return key.toUpperCase();
    });
  expect(['a', 'b', 'a', 'c', 'a', 'b', 'd', 'a'].map(ask).join('')).toBe('ABACABDA');
  expect(made).toEqual(['a', 'b', 'c', 'd', 'a']);
});

test('what is larger than all the room is made each time', () => {
  let times = 0;
  const texts = new Remembered(3);
  const make = (): string => `${'x'.repeat(8)}${++times}`;
  expect([texts.of('k', make), texts.of('k', make)]).toEqual(['xxxxxxxx1', 'xxxxxxxx2']);
});
