import type { Plan } from './plan.ts';
import type { Step } from './step.ts';

/** How a host came out of a run. */
export type Outcome =
  | 'unchanged' // nothing to do
  | 'changed' // every step done, healthy
  | 'failed' // a step failed and the host stays as it was left (on_failure: stop), or the undo failed too
  | 'rolled-back' // a step failed and everything was put back, which was verified
  | 'blocked' // its plan could not be carried out; nothing was touched
  | 'unreachable' // no connection; nothing was touched
  | 'lost' // the connection broke while the host was acting; it goes on by itself
  | 'locked' // another run holds the host
  | 'stale' // what the plan rests on has changed; nothing was touched
  | 'interrupted' // asked to stop: put back as it was
  | 'skipped'; // never begun: the failure budget was spent, or the run was interrupted

export interface HostResult {
  readonly host: string;
  readonly outcome: Outcome;
  /** What went wrong and what to do, for a person. */
  readonly message?: string;
  /** The failed unit's last journal lines, made printable. */
  readonly journal?: readonly string[];
  readonly stepsDone: number;
  readonly stepsUndone: number;
  /** Seconds on the host. */
  readonly seconds: number;
}

export interface RunSummary {
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  readonly stepsDone: number;
  readonly seconds: number;
  readonly exitCode: number;
}

/** What a run says as it goes. One object a line in events.ndjson and with `--json`. `time` is RFC 3339. */
export type RunEvent = { readonly time: string } & (
  | { readonly type: 'run-started'; readonly format: 1; readonly run: string; readonly plan: Plan }
  | {
      readonly type: 'batch-started';
      readonly batch: number;
      readonly of: number;
      readonly hosts: readonly string[];
    }
  | { readonly type: 'host-started'; readonly host: string }
  | { readonly type: 'step-started'; readonly host: string; readonly step: Step }
  | {
      readonly type: 'step-finished';
      readonly host: string;
      readonly step: Step;
      readonly state: StepState;
      readonly seconds: number;
      readonly message?: string;
    }
  | { readonly type: 'host-note'; readonly host: string; readonly text: string }
  | { readonly type: 'host-finished'; readonly result: HostResult }
  | { readonly type: 'run-finished'; readonly run: string; readonly summary: RunSummary }
);

export type StepState = 'done' | 'failed' | 'undone' | 'undo-failed';

/** Where events go. Synchronous: a sink that must wait buffers, and flushes in `close`. */
export interface EventSink {
  emit(event: RunEvent): void;
  close(): Promise<void>;
}
