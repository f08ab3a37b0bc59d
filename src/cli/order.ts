import type { HostResult } from '../model/event.ts';
import type { MadePlan } from './made-plan.ts';

/** What is to be done, and how it is written down. */
export interface Order {
  readonly made: MadePlan;
  /** What was typed, without flags: verb and words. */
  readonly command: readonly string[];
  /** What is asked before it is done, in place of the number of hosts. */
  readonly question?: string | undefined;
  /** Runs when all is approved, before the first step; gives an exit code when it must not begin. */
  readonly begin?: (run: string) => Promise<number | undefined>;
  /** Runs when the run is over and summed up. */
  readonly ended?: (run: string, results: readonly HostResult[]) => void;
}
