import { exitCodes } from './exit-code.ts';
import type { Verb } from './frame.ts';

/** Stands in for a verb whose body is still to come. */
export function pending(name: string): () => Promise<Verb> {
  return () =>
    Promise.resolve((_words, _flags, frame) => {
      frame.err.write(`fleetwright ${name}: not in this version yet\n`);
      return Promise.resolve(exitCodes.error);
    });
}
