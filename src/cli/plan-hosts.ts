import type { DesiredFleet } from '../desire/desire.ts';
import type { PlanContext } from '../kinds/kind.ts';
import type { Plan } from '../model/plan.ts';
import { plan as planFleet } from '../plan/plan.ts';
import type { LostRuns } from '../report/records/lost.ts';
import { runId, runIdBytes } from '../report/records/run-id.ts';
import { sourceOf } from '../report/records/source.ts';
import type { Frame } from './frame.ts';
import { lookAndPlan, type LookOptions } from './look.ts';
import { lookProgress } from './look-progress.ts';
import type { Flags } from './options.ts';
import type { Reach } from './reach.ts';

/** A fleet that is to be planned. */
export interface ToPlan {
  readonly fleet: DesiredFleet;
  readonly forks: number;
  /** The project, for what its repository says of the documents. */
  readonly root: string;
  readonly lost: LostRuns;
  readonly includes: PlanContext['includes'];
  readonly decide?: LookOptions['decide'];
  /** Hears of each host's part as it is made. */
  readonly onPlan?: (plan: Plan['hosts'][number]) => void;
}

/** Looks at a fleet, with a word about progress where it takes long, and plans it. */
export async function planHosts(
  { fleet, forks, root, lost, includes, decide, onPlan }: ToPlan,
  reach: Reach,
  flags: Flags,
  frame: Frame,
): Promise<Plan> {
  const progress = lookProgress(frame);
  const source = sourceOf(root);
  const hosts = await lookAndPlan(fleet, reach, {
    forks,
    stop: frame.stop,
    context: {
      allowCritical: flags.allowCritical === true,
      ...(flags.allowDelete !== undefined && { allowDelete: flags.allowDelete }),
      includes,
    },
    lost,
    ...(decide && { decide }),
    onHost: (done, of, plan) => {
      progress.onHost(done, of);
      onPlan?.(plan);
    },
  });
  progress.end();
  const id = runId(frame.now(), frame.random(runIdBytes));
  const commit = await source;
  return planFleet(hosts, fleet.rollouts, {
    id,
    created: frame.now().toISOString(),
    ...(commit && { source: commit }),
  });
}
