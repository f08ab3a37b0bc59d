import { expect, test } from '@jest/globals';
import { watching } from '../../../src/cli/units/watch.ts';
import { frame } from '../support/frame.ts';

test('what is watched is drawn anew until Ctrl-C, which ends the waiting too', async () => {
  const world = frame();
  let looks = 0;
  const look = (): Promise<{ readonly looks: number }> => Promise.resolve({ looks: ++looks });
  const ended = watching(world, look, (seen) => `look ${seen.looks}\n`);
  await new Promise((resolve) => setTimeout(resolve, 10));
  world.interrupt();
  expect(await ended).toBe(130);
  expect(world.said.out).toBe('\u001b[H\u001b[2J2026-11-21T22:15:00.000Z\n\nlook 1\n');
});

test('a look that cannot be made ends it', async () => {
  expect(await watching(frame(), () => Promise.resolve(4), String)).toBe(4);
});
