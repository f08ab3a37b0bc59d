import type { HostPlan, Plan, PlanSummary, Rollout } from '../model/plan.ts';

/** What the clock, chance and git say, handed in so that planning stays a function of its inputs. */
export interface PlanOrigin {
  readonly id: string;
  readonly created: string;
  readonly source?: Plan['source'];
}

/** Hosts' parts → the plan of the fleet. Same input, same plan. */
export function plan(hosts: readonly HostPlan[], rollouts: readonly Rollout[], origin: PlanOrigin): Plan {
  const { id, created, source } = origin;
  return {
    format: 1,
    id,
    created,
    ...(source === undefined ? {} : { source }),
    summary: summarise(hosts),
    rollouts,
    hosts,
  };
}

/** A plan cut down to some of its hosts; what it says of them stays. */
export function onlyHosts(whole: Plan, names: ReadonlySet<string>): Plan {
  const hosts = whole.hosts.filter(({ host }) => names.has(host));
  return { ...whole, summary: summarise(hosts), rollouts: onlyBatches(whole.rollouts, names), hosts };
}

/** Rollouts without all other hosts. */
export function onlyBatches(rollouts: readonly Rollout[], names: ReadonlySet<string>): readonly Rollout[] {
  return rollouts.map((rollout) => {
    const batches = rollout.batches.map((batch) => batch.filter((host) => names.has(host)));
    return { ...rollout, batches: batches.filter((batch) => batch.length > 0) };
  });
}

/** Counts hosts by status, changed resources, and steps. */
export function summarise(hosts: readonly HostPlan[]): PlanSummary {
  const count = (status: HostPlan['status']): number => hosts.filter((host) => host.status === status).length;
  const changing = hosts.filter(({ status }) => status === 'changing');
  const changes = changing.flatMap((host) => host.changes);
  return {
    hosts: hosts.length,
    converged: count('converged'),
    changing: changing.length,
    blocked: count('blocked'),
    unreachable: count('unreachable'),
    changes: changes.length,
    steps: changes.reduce((total, change) => total + change.steps.length, 0),
  };
}

/** All steps of a host in the order they run: their ids count up across its changes. */
export function stepsOf(host: HostPlan): HostPlan['changes'][number]['steps'] {
  const number = (id: string): number => Number(id.slice(1));
  return host.changes.flatMap((change) => change.steps).sort((a, b) => number(a.id) - number(b.id));
}
