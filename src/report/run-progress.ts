import type { HostResult, RunEvent } from '../model/event.ts';
import type { HostPlan } from '../model/plan.ts';
import type { Step } from '../model/step.ts';
import { stepText } from './step-text.ts';

/** Where one host stands. Times are milliseconds of the events' clock. */
export interface HostProgress {
  readonly host: string;
  /** The steps that its plan has, in their order. */
  readonly steps: readonly Step[];
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
    .map((host) => ({
      host: host.host,
      steps: inOrder(host),
      state: 'waiting',
      done: 0,
      current: '',
      since: 0,
    }));
}

/** A host's steps as it runs them: their numbers count up across its changes. */
function inOrder(host: HostPlan): readonly Step[] {
  const number = ({ id }: Step): number => Number(id.slice(1));
  return host.changes.flatMap((change) => change.steps).sort((a, b) => number(a) - number(b));
}

type HostEvent = Extract<RunEvent, { host: string }>;

function move(host: HostProgress | undefined, event: HostEvent): void {
  if (host === undefined || host.state === 'finished') return;
  if (host.state === 'waiting') begin(host, event, 'connecting');
  host.state = 'running';
  if (event.type === 'host-note') return;
  if (event.type === 'step-started') begin(host, event, stepText(event.step));
  if (event.type !== 'step-finished') return;
  if (event.state === 'done') finishStep(host, event);
  else
    begin(
      host,
      event,
      event.state === 'failed' ? `failed: ${stepText(event.step)}` : `undoing: ${stepText(event.step)}`,
    );
}

/** A host says when a step has ended; the next one has begun by then, and may take its time. */
function finishStep(host: HostProgress, event: Extract<RunEvent, { type: 'step-finished' }>): void {
  host.done += 1;
  const next = host.steps[host.steps.findIndex((step) => step.id === event.step.id) + 1];
  begin(host, event, next === undefined ? 'finishing' : stepText(next));
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
