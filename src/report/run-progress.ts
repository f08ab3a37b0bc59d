import type { HostResult, RunEvent } from '../model/event.ts';
import { stepText } from './step-text.ts';

/** Where one host stands. Times are milliseconds of the events' clock. */
export interface HostProgress {
  readonly host: string;
  /** Steps that its plan has. */
  readonly steps: number;
  state: 'waiting' | 'running' | 'finished';
  /** Steps that ended well. */
  done: number;
  /** What it is at, printable. */
  current: string;
  /** When it began that. */
  since: number;
  result?: HostResult;
}

/** Where a run stands, as its events told. */
export interface RunProgress {
  /** The hosts that the plan acts on, by name, in its order. */
  readonly hosts: ReadonlyMap<string, HostProgress>;
  /** Those that came out, in the order they did. */
  readonly finished: readonly HostProgress[];
  /** `batch 2 of 3`, where there are several. */
  readonly batch: string;
}

/** Follows a run. Events may come in any legal order, and be missing at its end; hosts that the plan leaves alone are ignored. */
export function followRun(): { readonly progress: RunProgress; heed(event: RunEvent): void } {
  const hosts = new Map<string, HostProgress>();
  const finished: HostProgress[] = [];
  const progress = { hosts, finished, batch: '' };
  return {
    progress,
    heed(event) {
      if (event.type === 'run-started') for (const host of actedOn(event)) hosts.set(host.host, host);
      else if (event.type === 'batch-started')
        progress.batch = event.of > 1 ? `batch ${event.batch} of ${event.of}` : '';
      else if (event.type === 'host-finished') finish(hosts.get(event.result.host), event.result, finished);
      else if (event.type !== 'run-finished') move(hosts.get(event.host), event);
    },
  };
}

function actedOn(event: Extract<RunEvent, { type: 'run-started' }>): readonly HostProgress[] {
  return event.plan.hosts
    .filter((host) => host.status === 'changing')
    .map(({ host, changes }) => ({
      host,
      steps: changes.reduce((sum, change) => sum + change.steps.length, 0),
      state: 'waiting',
      done: 0,
      current: '',
      since: 0,
    }));
}

type HostEvent = Extract<RunEvent, { host: string }>;

function move(host: HostProgress | undefined, event: HostEvent): void {
  if (host === undefined || host.state === 'finished') return;
  if (host.state === 'waiting') begin(host, event, 'connecting');
  host.state = 'running';
  if (event.type === 'host-note') return;
  if (event.type === 'step-started') begin(host, event, stepText(event.step));
  if (event.type !== 'step-finished') return;
  if (event.state === 'done') host.done += 1;
  else
    begin(
      host,
      event,
      event.state === 'failed' ? `failed: ${stepText(event.step)}` : `undoing: ${stepText(event.step)}`,
    );
}

function begin(host: HostProgress, event: HostEvent, current: string): void {
  host.current = current;
  host.since = Date.parse(event.time);
}

function finish(host: HostProgress | undefined, result: HostResult, finished: HostProgress[]): void {
  if (host === undefined || host.state === 'finished') return;
  host.state = 'finished';
  host.result = result;
  finished.push(host);
}
