import type { DesiredFleet, DesiredHost } from '../desire/desire.ts';
import { eachHost, type Settled } from '../hosts/each-host.ts';
import type { KindResources, PlanContext } from '../kinds/kind.ts';
import type { Host } from '../model/host.ts';
import type { HostPlan } from '../model/plan.ts';
import type { Observed } from '../model/observed.ts';
import { observe } from '../observe/observe.ts';
import { planHost } from '../plan/plan-host.ts';
import type { LostRuns } from '../report/records/lost.ts';
import type { Reach } from './reach.ts';

/** How to look at a fleet. */
export interface LookOptions {
  readonly forks: number;
  readonly stop: AbortSignal;
  readonly context: PlanContext;
  /** Earlier runs of which hosts are to be asked. */
  readonly lost: LostRuns;
  /** What a host is to be, where that depends on what was seen of it; without it, what it was looked at for. */
  readonly decide?: (host: string, seen: Seen) => readonly KindResources[];
  readonly onHost: (done: number, of: number, plan: HostPlan) => void;
}

/** A host that could be looked at. */
export type Seen = Exclude<Observed, { readonly unseen: string }>;

/** Looks at every host and plans it at once, so that what was seen of ten thousand hosts is never held at one time. */
export async function lookAndPlan(
  fleet: DesiredFleet,
  reach: Reach,
  options: LookOptions,
): Promise<readonly HostPlan[]> {
  const plans = new Map<string, HostPlan>();
  const bugs: unknown[] = [];
  const work = async (desired: DesiredHost): Promise<void> => {
    const { name } = desired.host;
    const observed = await lookAt(desired, reach, options.stop);
    const lost = options.lost.of(name);
    const resources = 'unseen' in observed ? [] : (options.decide?.(name, observed) ?? desired.resources);
    const plan = planHost({ host: name, resources, observed, lost }, options.context);
    for (const run of lost) if (isOver(run, observed)) options.lost.heard(name, run);
    plans.set(name, plan);
    await (plan.status === 'changing' ? reach.keep(name) : reach.release(name));
    options.onHost(plans.size, fleet.hosts.length, plan);
  };
  const settled = (_: DesiredHost, result: Settled<void>): void => {
    if (result.type === 'broke') bugs.push(result.error);
  };
  await eachHost(fleet.hosts, work, { forks: options.forks, settled });
  if (bugs.length > 0) throw bugs[0];
  return fleet.hosts.flatMap(({ host }) => plans.get(host.name) ?? []);
}

/** The host was seen, and does not say that the run still goes on. */
function isOver(run: string, observed: Observed): boolean {
  if ('unseen' in observed) return false;
  return observed.facts.runs.every(({ id, result }) => id !== run || result !== undefined);
}

/** One look at one host; the line to it stays open. */
export async function lookAt(
  { host, resources }: { readonly host: Pick<Host, 'name'>; readonly resources: readonly KindResources[] },
  reach: Reach,
  stop: AbortSignal,
): Promise<Observed> {
  if (stop.aborted) return { unseen: 'interrupted before it was looked at' };
  const connection = await reach.connect(host.name, false);
  if ('type' in connection) {
    const { message, fix } = connection;
    return { unseen: fix === undefined ? message : `${message}; ${fix}` };
  }
  return observe(connection, resources, stop);
}
