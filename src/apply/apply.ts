import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection, Unreachable } from '../hosts/connection.ts';
import { eachHost } from '../hosts/each-host.ts';
import type { AnyKind } from '../kinds/kind.ts';
import type { EventSink, HostResult, Outcome, RunEvent, RunSummary } from '../model/event.ts';
import type { HostPlan, Plan } from '../model/plan.ts';
import type { Step } from '../model/step.ts';
import { stepsOf } from '../plan/plan.ts';
import { stageTrees } from './content/stage-trees.ts';
import { outdated } from './outdated.ts';
import { withinBudget } from './budget.ts';
import { runOnHost, type HostRun } from './host-run.ts';

type Unstamped<E> = E extends RunEvent ? Omit<E, 'time'> : never;

/** How a plan is carried out. */
export interface ApplyOptions {
  readonly run: string;
  readonly holder: string;
  /** Seconds to wait for another run's lock. */
  readonly lockWait: number;
  readonly forks: number;
  readonly stop: AbortSignal;
  readonly leave: AbortSignal;
  readonly now: () => Date;
  readonly sink: EventSink;
  /** The way to a host of the plan; a line that is open already, unless it must be `fresh`. */
  readonly connect: (host: string, fresh: boolean) => Promise<Connection | Unreachable>;
  /** Of a saved plan: the kinds by which its facts are looked at again before a host is acted on. */
  readonly recheck?: readonly AnyKind[];
  /** Called when a host's line is needed no longer. */
  readonly release: (host: string) => Promise<void>;
  /** Called when a file here turned out to be another than the plan says. */
  readonly onSourceChanged: () => void;
  readonly exitCode: (outcomes: RunSummary['outcomes']) => number;
}

/** Carries out exactly a plan's steps, batch by batch, and says everything to the sink. Gives the summary. */
export async function apply(plan: Plan, options: ApplyOptions): Promise<RunSummary> {
  const { now, sink, run } = options;
  const emit = (event: Unstamped<RunEvent>): void => sink.emit({ time: now().toISOString(), ...event });
  const started = now().getTime();
  const results = new Map<string, HostResult>();
  const finish = (result: HostResult): void => {
    results.set(result.host, result);
    emit({ type: 'host-finished', result });
  };
  emit({ type: 'run-started', format: 1, run, plan });
  for (const host of plan.hosts) if (host.status !== 'changing') finish(untouched(host));
  await rollOut(plan, options, { emit, finish, results });
  for (const { host } of plan.hosts) if (!results.has(host)) finish(skipped(host, options));
  const summary = summarise([...results.values()], (now().getTime() - started) / 1000, options);
  emit({ type: 'run-finished', run, summary });
  return summary;
}

interface Telling {
  readonly emit: (event: Unstamped<RunEvent>) => void;
  readonly finish: (result: HostResult) => void;
  readonly results: ReadonlyMap<string, HostResult>;
}

async function rollOut(plan: Plan, options: ApplyOptions, telling: Telling): Promise<void> {
  const plans = new Map(plan.hosts.map((host) => [host.host, host]));
  for (const rollout of plan.rollouts) {
    const outcomes = (): readonly Outcome[] =>
      rollout.batches.flat().flatMap((host) => telling.results.get(host)?.outcome ?? []);
    for (const [index, batch] of rollout.batches.entries()) {
      const hosts = batch.flatMap((name) => (telling.results.has(name) ? [] : (plans.get(name) ?? [])));
      if (hosts.length === 0) continue;
      if (index > 0 && !withinBudget(outcomes(), rollout.maxFailures)) break;
      if (index > 0 && rollout.pause > 0)
        await sleep(rollout.pause, undefined, { signal: options.stop }).catch(() => undefined);
      if (options.stop.aborted) break;
      telling.emit({
        type: 'batch-started',
        batch: index + 1,
        of: rollout.batches.length,
        hosts: hosts.map(({ host }) => host),
      });
      const { forks, stop } = options;
      await eachHost(hosts, (host) => actOn(host, rollout.onFailure, options, telling), {
        ...{ forks, signal: stop },
        settled: (host, one) => {
          if (one.type === 'done') telling.finish(one.value);
          else if (one.type === 'broke') telling.finish(broke(host.host, one.error));
        },
      });
    }
  }
}

async function actOn(
  host: HostPlan,
  onFailure: 'rollback' | 'stop',
  options: ApplyOptions,
  { emit }: Telling,
): Promise<HostResult> {
  const name = host.host;
  emit({ type: 'host-started', host: name });
  const { run, holder, lockWait, stop, leave } = options;
  const order: HostRun = {
    ...{ host: name, steps: stepsOf(host), run, holder, lockWait, onFailure, stop, leave },
    now: () => options.now().getTime(),
    onStep: (step, state, seconds, message) => {
      const brief = briefly(step);
      if (state === 'started') emit({ type: 'step-started', host: name, step: brief });
      else
        emit({
          type: 'step-finished',
          host: name,
          step: brief,
          state,
          seconds,
          ...(message !== undefined && { message }),
        });
    },
    onNote: (text) => emit({ type: 'host-note', host: name, text }),
  };
  const result = await reach(host, order, options, false);
  await options.release(name);
  return result;
}

/** A step as events tell it: what a tree's thousands of entries are stands in the plan, once. */
function briefly(step: Step): Step {
  return step.do === 'place' ? { ...step, put: [], remove: [] } : step;
}

/** A line may have died while somebody read the plan: a host that did not answer at all is connected to once more. */
async function reach(
  plan: HostPlan,
  order: HostRun,
  options: ApplyOptions,
  fresh: boolean,
): Promise<HostResult> {
  const connection = await options.connect(order.host, fresh);
  if ('type' in connection) return unreached(order.host, connection);
  const old = await outdated(connection, plan, options.recheck);
  if (old !== undefined) return result(order.host, old.outcome, old.message);
  const again = (): boolean => !fresh && !options.stop.aborted;
  const { onSourceChanged } = options;
  const staged = await stageTrees(connection, { ...order, onSourceChanged });
  if ('outcome' in staged) {
    if (staged.deadLine && again()) return reach(plan, order, options, true);
    return result(order.host, staged.outcome, staged.message);
  }
  const { result: ended, deadLine } = await runOnHost(connection, order);
  await staged.release();
  // What was sent over a line that then died goes with it.
  return deadLine && again() && staged.trees === 0 ? reach(plan, order, options, true) : ended;
}

/** Our own mistake on one host must not leave the others without a record; it is told, and fails the run. */
function broke(host: string, error: unknown): HostResult {
  return result(
    host,
    'failed',
    `a bug in fleetwright: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
}

function result(host: string, outcome: Outcome, message?: string): HostResult {
  return {
    host,
    outcome,
    ...(message === undefined ? {} : { message }),
    stepsDone: 0,
    stepsUndone: 0,
    seconds: 0,
  };
}

function untouched(host: HostPlan): HostResult {
  const reason = host.reasons?.join('; ');
  if (host.status === 'blocked') return result(host.host, 'blocked', reason);
  return host.status === 'unreachable'
    ? result(host.host, 'unreachable', reason)
    : result(host.host, 'unchanged');
}

function unreached(host: string, { message, fix }: Unreachable): HostResult {
  return result(host, 'unreachable', fix === undefined ? message : `${message}; ${fix}`);
}

function skipped(host: string, options: ApplyOptions): HostResult {
  return result(
    host,
    'skipped',
    options.stop.aborted ? 'interrupted before it began' : 'too many hosts failed before it',
  );
}

function summarise(results: readonly HostResult[], seconds: number, options: ApplyOptions): RunSummary {
  const outcomes: Partial<Record<Outcome, number>> = {};
  for (const { outcome } of results) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  const stepsDone = results.reduce((total, one) => total + one.stepsDone, 0);
  return { outcomes, stepsDone, seconds, exitCode: options.exitCode(outcomes) };
}
