import type { EventSink } from '../model/event.ts';
import type { Plan } from '../model/plan.ts';

/** A run that may begin. */
export interface Run {
  readonly id: string;
  /** Hears everything, `run-started` first and `run-finished` last; closing it is the caller's. */
  readonly sink: EventSink;
  /** Begin no new step: the person's, or because the run's journal cannot be written. */
  readonly stop: AbortSignal;
}

/** A plan, with the way to the hosts that it is for. */
export interface MadePlan {
  readonly plan: Plan;
  /** The project whose records are kept: see `projectRoot`. */
  readonly root: string;
  /** Changes the hosts as the plan says. Gives the run's exit code. */
  readonly carryOut: (run: Run) => Promise<number>;
  /** Whoever is to approve has read the plan, and need not be told of lost runs again. Gives what went wrong. */
  readonly told?: () => Promise<string | undefined>;
  /** Lets go of the hosts. To be called in any case. */
  readonly close: () => Promise<void>;
}
