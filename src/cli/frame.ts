import type { Flags } from './options.ts';
import type { Prompt } from './prompt.ts';

/** A stream that text is written to: what a verb needs to know of stdout and stderr. */
export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Columns of the terminal; 80 where there is none. */
  readonly width: number;
}

/** What a verb gets from the world. `main.ts` makes the real one, tests make theirs. */
export interface Frame {
  readonly version: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Data. */
  readonly out: Output;
  /** Everything else: progress, prompts, warnings, errors. */
  readonly err: Output;
  /** stderr as the terminal that it is, for a view that draws on it. */
  readonly terminal: NodeJS.WriteStream | undefined;
  readonly inputIsTerminal: boolean;
  /** Asks the person; undefined where there is nobody to ask. */
  readonly prompt: () => Promise<Prompt | undefined>;
  readonly now: () => Date;
  /** Bytes nobody can guess, for ids. */
  readonly random: (bytes: number) => Uint8Array;
  /** Aborted by the first SIGINT or SIGTERM: begin no new step, leave hosts whole, sum up. */
  readonly stop: AbortSignal;
  /** Aborted by the second: do not wait for hosts any longer, sum up at once. */
  readonly leave: AbortSignal;
  /** The signal behind `stop`, when there was one. */
  readonly stoppedBy: () => 'SIGINT' | 'SIGTERM' | undefined;
}

/**
 * A verb's body: the words and flags of the command line in, the exit code out. Expected failures are written to
 * `frame.err` and come back as exit codes; what it throws is a bug.
 */
export type Verb = (words: readonly string[], flags: Flags, frame: Frame) => Promise<number>;
