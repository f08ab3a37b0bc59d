import { hostname, userInfo } from 'node:os';
import { forgetHashes } from '../desire/tree/known-hashes.ts';
import type { AnyKind } from '../kinds/kind.ts';
import type { Plan } from '../model/plan.ts';
import { exitCodeOfRun } from './exit-code.ts';
import type { Frame } from './frame.ts';
import type { MadePlan, Run } from './made-plan.ts';
import type { Flags } from './options.ts';
import type { Reach } from './reach.ts';

/** What a run goes by besides its plan. */
export interface Means {
  readonly reach: Reach;
  readonly forks: number;
  readonly flags: Flags;
  readonly frame: Frame;
  /** The plan was saved: with these kinds its facts are looked at again before a host is acted on. */
  readonly recheck?: readonly AnyKind[];
}

/** A plan with its hosts within reach; `told` and `root` as in MadePlan. */
export function ready(plan: Plan, { root, told }: Pick<MadePlan, 'root' | 'told'>, means: Means): MadePlan {
  return {
    plan,
    root,
    ...(told && { told }),
    carryOut: (run) => carryOut(plan, run, means),
    close: () => means.reach.close(),
  };
}

/** Changes the hosts as the plan says. Gives the run's exit code. */
async function carryOut(
  plan: Plan,
  run: Run,
  { reach, forks, flags, frame, recheck }: Means,
): Promise<number> {
  const { apply } = await import('../apply/apply.ts');
  const { exitCode } = await apply(plan, {
    run: run.id,
    holder: `run ${run.id} of ${userInfo().username} on ${hostname()}, since ${frame.now().toISOString()}`,
    lockWait: Math.ceil((flags.lockWait ?? 0) / 1000),
    forks,
    stop: run.stop,
    leave: frame.leave,
    now: frame.now,
    sink: run.sink,
    connect: reach.connect,
    release: reach.release,
    onSourceChanged: forgetHashes,
    ...(recheck && { recheck }),
    exitCode: (outcomes) => exitCodeOfRun(outcomes, frame.stoppedBy()),
  });
  return exitCode;
}
