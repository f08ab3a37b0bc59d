import type { EventSink } from '../model/event.ts';
import type { Plan } from '../model/plan.ts';
import { exitCodes } from './exit-code.ts';
import type { Frame } from './frame.ts';
import type { Flags } from './options.ts';

/**
 * Plan → hosts changed. Says everything to `sink`, `run-started` first and `run-finished` last, but leaves closing it
 * to the caller. Gives the run's exit code.
 */
export function carryOut(
  _run: { readonly id: string; readonly plan: Plan; readonly sink: EventSink },
  _flags: Flags,
  frame: Frame,
): Promise<number> {
  // PLACE: apply; `frame.stop` = begin no new step, `frame.leave` = wait no longer.
  frame.err.write('fleetwright: acting on hosts is not in this version yet\n');
  return Promise.resolve(exitCodes.error);
}
