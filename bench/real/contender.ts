import type { Command, Measured } from '../measure/command.ts';
import type { Operation, UnitFile } from './job.ts';

/** One way to do the job on all hosts at once. */
export interface Contender {
  readonly name: string;
  /** The operations it takes part in; all without it. */
  readonly only?: (operation: Operation) => boolean;
  /** Gets everything ready that is not measured, and gives the program to measure. */
  prepare(operation: Operation, job: readonly UnitFile[]): Promise<Command>;
  /** Why its output does not show that it did what was asked of it on every host; undefined when it does. */
  complaint(operation: Operation, measured: Measured): Promise<string | undefined>;
  /** Ends what it keeps running between two commands. */
  tidy?(): Promise<void>;
}
