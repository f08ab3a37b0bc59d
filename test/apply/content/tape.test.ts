import { expect, test } from '@jest/globals';
import { Tape } from '../../../src/apply/content/tape.ts';

let made = 0;
let closed = 0;

async function* numbers(): AsyncGenerator<Uint8Array, void> {
  made++;
  try {
    for (let number = 0; number < 9; number++) {
      await Promise.resolve();
      yield Uint8Array.of(number);
    }
  } finally {
    closed++;
  }
}

async function all(pieces: AsyncIterable<Uint8Array>): Promise<number[]> {
  const read: number[] = [];
  for await (const [number = -1] of pieces) read.push(number);
  return read;
}

const whole = [0, 1, 2, 3, 4, 5, 6, 7, 8];

test('many readers, and one that comes later, cost one making', async () => {
  made = 0;
  const tape = new Tape(numbers);
  expect(await Promise.all([all(tape.read()), all(tape.read())])).toEqual([whole, whole]);
  expect(await all(tape.read())).toEqual(whole);
  expect(made).toBe(1);
});

test('nobody waits for one that stands still, and it misses nothing', async () => {
  made = 0;
  const tape = new Tape(numbers, 3);
  const slow = tape.read();
  expect((await slow.next()).value).toEqual(Uint8Array.of(0));
  expect(await all(tape.read())).toEqual(whole);
  expect(await all(slow)).toEqual(whole.slice(1));
  expect(made).toBe(2);
});

test('when all have left, what was open is closed; whoever comes then has all of it', async () => {
  [made, closed] = [0, 0];
  const tape = new Tape(numbers);
  for await (const [number] of tape.read()) if (number === 4) break;
  expect(closed).toBe(1);
  expect(await all(tape.read())).toEqual(whole);
  expect(made).toBe(2);
});

test('what goes wrong in the making reaches every reader', async () => {
  // eslint-disable-next-line require-yield -- it fails before
  const tape = new Tape(async function* () {
    await Promise.resolve();
    throw new Error('changed');
  });
  const ends = await Promise.allSettled([all(tape.read()), all(tape.read())]);
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(all(tape.read())).rejects.toThrow('changed');
});
