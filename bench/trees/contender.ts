import type { Command, Measured } from '../measure/command.ts';

/** One of the measured operations, in the order that they are measured. */
export type Operation = 'first copy' | 'no change' | 'ten files changed' | 'plan, no change';

export const operations: readonly Operation[] = [
  'first copy',
  'no change',
  'plan, no change',
  'ten files changed',
];

/** One way to bring a directory to all hosts at once. */
export interface Contender {
  readonly name: string;
  /** Its own directory on every host. */
  readonly target: string;
  /** The operations it takes part in; all without it. */
  readonly only?: (operation: Operation) => boolean;
  command(operation: Operation): Command;
  /** Why its output does not show that it worked; undefined when it does. */
  complaint(operation: Operation, measured: Measured): string | undefined;
}

/** What contenders are made for. */
export interface Job {
  /** The directory of the source. */
  readonly source: string;
  /** Where a contender may keep what it needs. */
  readonly dir: string;
}
