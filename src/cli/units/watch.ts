import { setTimeout as sleep } from 'node:timers/promises';

import { exitCodes } from '../exit-code.ts';
import type { Frame } from '../frame.ts';

const pause = 2000;

/**
 * Draws a text anew over and over, until Ctrl-C, which is how it is meant to end. `look` may fail with an exit code.
 * A text that is longer than the screen scrolls.
 */
export async function watching<T extends object>(
  frame: Frame,
  look: () => Promise<T | number>,
  text: (value: T) => string,
): Promise<number> {
  while (!frame.stop.aborted) {
    const value = await look();
    if (typeof value === 'number') return value;
    frame.out.write(`\u001b[H\u001b[2J${frame.now().toISOString()}\n\n${text(value)}`);
    await sleep(pause, undefined, { signal: frame.stop }).catch(ended);
  }
  return exitCodes.SIGINT;
}

function ended(error: Error): void {
  if (error.name !== 'AbortError') throw error;
}
