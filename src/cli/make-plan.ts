import type { Plan } from '../model/plan.ts';
import { exitCodes } from './exit-code.ts';
import type { Frame } from './frame.ts';
import type { Flags } from './options.ts';

/** Documents → plan. What is wrong with them is written to `frame.err`, and comes back as an exit code. */
export function makePlan(_playbooks: readonly string[], _flags: Flags, frame: Frame): Promise<Plan | number> {
  // PLACE: load → desire → observe → plan; `frame.stop` ends the observing.
  frame.err.write('fleetwright: looking at hosts is not in this version yet\n');
  return Promise.resolve(exitCodes.error);
}
