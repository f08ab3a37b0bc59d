import type { Actual } from '../../kinds/unit/actual.ts';
import type { Desired, DesiredUnit } from '../../kinds/unit/desired.ts';
import { unit } from '../../kinds/unit/index.ts';
import type { Host } from '../../model/host.ts';
import { lostRuns } from '../../report/records/lost.ts';
import { projectRoot } from '../../report/records/project-root.ts';
import { exactly } from '../../snapshot/patterns.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { takeSnapshot } from '../../snapshot/take.ts';
import { refuseUnapprovable } from '../approval.ts';
import { askedRollout } from '../asked-rollout.ts';
import { ready } from '../carry-out.ts';
import type { Frame } from '../frame.ts';
import type { Flags } from '../options.ts';
import { planHosts } from '../plan-hosts.ts';
import { openHosts, type ChosenHosts } from './hosts.ts';
import { keepAndAct, type KeptOrder } from './keep-and-act.ts';
import { matching } from './see.ts';

/** What one host's units are to be. */
export interface HostChange {
  readonly host: Host;
  /** As far as that is known before the host is looked at. */
  readonly units: readonly DesiredUnit[];
  /** What else is looked at, and kept in the backup. */
  readonly patterns: readonly string[];
  /** What they are to be once it is known what the host has; only of `units` and what the patterns catch. */
  readonly decide?: (now: Snapshot) => readonly Desired[];
}

/** A change of units on hosts, and how it is written down. */
export interface UnitsOrder {
  readonly chosen: ChosenHosts;
  readonly changes: readonly HostChange[];
  /** What was typed, without flags: verb and words. */
  readonly command: readonly string[];
  /** As that of a `KeptOrder`. */
  readonly settled?: KeptOrder['settled'];
}

/**
 * The one way by which a `units …` verb changes anything: look, plan, show, ask, keep a backup of what the very look saw,
 * then a run like any other. Gives the exit code.
 */
export async function changeUnits(order: UnitsOrder, flags: Flags, frame: Frame): Promise<number> {
  const refused = refuseUnapprovable(flags, frame);
  if (refused !== undefined) return refused;
  const found = await makePlan(order, flags, frame);
  if (typeof found === 'number') return found;
  const directory = order.chosen.settings.backupDir.value;
  const { command, settled } = order;
  return keepAndAct({ ...found, directory, command, settled }, flags, frame);
}

/** A plan, and its hosts as they were seen; those without a change are let go. */
type Found = Pick<KeptOrder, 'made' | 'seen'>;

async function makePlan(
  { chosen, changes }: UnitsOrder,
  flags: Flags,
  frame: Frame,
): Promise<Found | number> {
  const reach = await openHosts(chosen, flags, frame);
  if (typeof reach === 'number') return reach;
  const root = projectRoot(frame.cwd);
  const lost = await lostRuns(root);
  const forks = chosen.settings.forks.value;
  const seen = new Map<string, Snapshot>();
  const wanted = new Map(changes.map((change) => [change.host.name, change]));
  const hosts = changes.map((change) => ({
    host: change.host,
    resources: [{ kind: unit, desired: lookedAt(change) }],
  }));
  const plan = await planHosts(
    {
      ...{ forks, root, lost, includes: () => true },
      fleet: { hosts, rollouts: [askedRollout([...wanted.keys()], flags)] },
      decide: (host, { actuals }) => {
        const { units = [], patterns = [], decide } = wanted.get(host) ?? {};
        const subject = { host, taken: frame.now().toISOString() };
        const now = takeSnapshot(actuals[0] as Actual, {
          ...subject,
          patterns: [...patterns, ...namesOf(units)],
        });
        seen.set(host, now);
        return [{ kind: unit, desired: decide?.(now) ?? units }];
      },
      onPlan: ({ host, status }) => {
        if (status !== 'changing') seen.delete(host);
      },
    },
    reach,
    flags,
    frame,
  );
  return { made: ready(plan, { root, told: lost.keep }, { reach, forks, flags, frame }), seen };
}

/** What is named is not also searched for: that would cost a host a comparison for each of its files. */
function lookedAt({ units, patterns }: HostChange): readonly Desired[] {
  const named = new Set(namesOf(units));
  const others = patterns.filter((pattern) => !named.has(pattern));
  return others.length === 0 ? units : [...units, matching(others)];
}

function namesOf(units: readonly DesiredUnit[]): readonly string[] {
  return units.map(({ name }) => exactly(name));
}
