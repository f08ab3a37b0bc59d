import { join } from 'node:path';
import type { DesiredHost } from '../desire/desire.ts';
import { hostsOfLimit } from '../desire/select.ts';
import { kinds } from '../kinds/registry.ts';
import { loadPlan } from '../load/saved-plan.ts';
import type { Outcome } from '../model/event.ts';
import type { Inventory } from '../model/inventory.ts';
import type { HostPlan, Plan } from '../model/plan.ts';
import { allAtOnce } from '../plan/all-at-once.ts';
import { chooseAddresses } from '../plan/choose-addresses.ts';
import { emptyPlan } from '../plan/empty-plan.ts';
import { plan as planFleet } from '../plan/plan.ts';
import { lostRuns, type LostRuns } from '../report/records/lost.ts';
import { projectRoot } from '../report/records/project-root.ts';
import { findRun, type RecordedRun } from '../report/records/read.ts';
import { runId, runIdBytes } from '../report/records/run-id.ts';
import { ready } from './carry-out.ts';
import { connectTo } from './connect.ts';
import { writeDiagnostics } from './declaration.ts';
import { exitCodes } from './exit-code.ts';
import type { Frame } from './frame.ts';
import { lookAndPlan } from './look.ts';
import { lookProgress } from './look-progress.ts';
import type { MadePlan } from './made-plan.ts';
import { unmatchedSelector } from './make-plan.ts';
import type { Flags } from './options.ts';
import { readInventory } from './read-inventory.ts';
import type { Reach } from './reach.ts';
import { withStrangers } from './strangers.ts';

/** Ends of a run on a host that leave nothing to go back from. */
const withoutTrace: ReadonlySet<Outcome> = new Set<Outcome>([
  ...(['unchanged', 'blocked', 'unreachable', 'locked', 'stale', 'skipped'] as const),
  ...(['rolled-back', 'interrupted'] as const),
]);

/** A run → the plan of the way back to what it replaced. */
export async function makeWayBack(asked: string, flags: Flags, frame: Frame): Promise<MadePlan | number> {
  const root = projectRoot(frame.cwd);
  const run = await findRun(root, asked);
  if (typeof run === 'string') return refuse(run, frame);
  const past = loadPlan(join(run.dir, 'plan.json'));
  if ('problem' in past) return refuse(`the record of run ${run.id} cannot be used: ${past.problem}`, frame);
  const read = await readInventory(flags, frame);
  if (typeof read === 'number') return read;
  const { settings } = read;
  const inventory = withStrangers(
    read,
    past.plan.hosts.map(({ host }) => host),
  );
  const chosen = chooseHosts(past.plan, inventory, flags, frame);
  if (typeof chosen === 'number') return chosen;
  const known = inventory.hosts;
  const affected = changedHosts(chosen, run);
  const hosts = affected.flatMap(({ host }) => known.get(host) ?? []);
  const reach = await connectTo({ hosts, inventory: known }, flags, frame);
  if (typeof reach === 'number') return reach;
  const forks = settings.forks.value;
  const lost = await lostRuns(root);
  const found = await look(run, affected, { lost, inventory, reach, forks, flags, frame });
  const plan = together(chosen, found, frame);
  const unmatched = affected.length > 0 ? unmatchedSelector(plan, flags) : undefined;
  if (unmatched !== undefined) {
    await reach.close();
    return refuse(unmatched, frame);
  }
  return ready(plan, { root, told: lost.keep }, { reach, forks, flags, frame });
}

/** The hosts of the run's plan, under --limit. */
function chooseHosts(
  plan: Plan,
  inventory: Inventory,
  { limit, ...flags }: Flags,
  frame: Frame,
): readonly HostPlan[] | number {
  if (limit === undefined) return plan.hosts;
  const { hosts, diagnostics } = hostsOfLimit(limit, inventory, frame.cwd);
  writeDiagnostics(diagnostics, flags, frame);
  if (diagnostics.length > 0) return exitCodes.error;
  const chosen = plan.hosts.filter(({ host }) => hosts.includes(host));
  return chosen.length > 0 ? chosen : refuse(`--limit \`${limit}\` leaves no host of that run`, frame);
}

/** Those that the run changed, or may have: of a host that was lost on the way only the host itself can tell. */
function changedHosts(hosts: readonly HostPlan[], { result }: RecordedRun): readonly HostPlan[] {
  const outcomes = new Map(result?.hosts.map(({ host, outcome }) => [host, outcome]));
  return hosts.filter(({ host, status }) => {
    const outcome = outcomes.get(host);
    return status === 'changing' && (outcome === undefined || !withoutTrace.has(outcome));
  });
}

interface Means {
  readonly lost: LostRuns;
  readonly inventory: Inventory;
  readonly reach: Reach;
  readonly forks: number;
  readonly flags: Flags;
  readonly frame: Frame;
}

async function look(
  run: RecordedRun,
  affected: readonly HostPlan[],
  { inventory, lost, reach, forks, flags, frame }: Means,
): Promise<readonly HostPlan[]> {
  const hosts = affected.flatMap(({ host, changes }): DesiredHost[] => {
    const known = inventory.hosts.get(host);
    if (known === undefined) return [];
    const resources = kinds.flatMap((kind) => {
      const own = changes.filter(({ address }) => address.startsWith(`${kind.name}/`));
      return own.length === 0 ? [] : [kind.wayBack({ id: run.id, changes: own })];
    });
    return [{ host: { ...known, name: host }, resources }];
  });
  const progress = lookProgress(frame);
  const context = {
    allowCritical: flags.allowCritical === true,
    includes: chooseAddresses(flags.only ?? [], flags.except ?? []),
  };
  const { stop } = frame;
  const found = await lookAndPlan({ hosts, rollouts: [] }, reach, {
    forks,
    stop,
    context,
    lost,
    ...progress,
  });
  progress.end();
  const strangers = affected.filter(({ host }) => !inventory.hosts.has(host));
  const reasons = ['this inventory has no such host: if the run had another, give it with -i'];
  return [
    ...found,
    ...strangers.map(({ host }): HostPlan => ({ ...emptyPlan(host), status: 'unreachable', reasons })),
  ];
}

/** All hosts at once: whoever goes back is in a hurry. */
function together(hosts: readonly HostPlan[], found: readonly HostPlan[], frame: Frame): Plan {
  const plans = new Map(found.map((one) => [one.host, one]));
  const all = hosts.map(({ host }) => plans.get(host) ?? emptyPlan(host));
  const rollout = allAtOnce(all.map(({ host }) => host));
  const id = runId(frame.now(), frame.random(runIdBytes));
  return planFleet(all, [rollout], { id, created: frame.now().toISOString() });
}

function refuse(why: string, frame: Frame): number {
  frame.err.write(`error: ${why}\n`);
  return exitCodes.error;
}
