import { hostname, userInfo } from 'node:os';
import type { Plan } from '../model/plan.ts';
import type { Host } from '../model/host.ts';
import type { Connect } from '../hosts/connector.ts';
import { plan as planFleet } from '../plan/plan.ts';
import { projectRoot } from '../report/records/project-root.ts';
import { runId, runIdBytes } from '../report/records/run-id.ts';
import { sourceOf } from '../report/records/source.ts';
import { readDocuments, readInventory } from './read-fleet.ts';
import { exitCodeOfRun, exitCodes } from './exit-code.ts';
import type { Frame } from './frame.ts';
import { lookAndPlan } from './look.ts';
import type { MadePlan, Run } from './made-plan.ts';
import type { Flags } from './options.ts';
import { reach, type Reach } from './reach.ts';

/** Documents → plan. What is wrong with them is written to `frame.err`, and comes back as an exit code. */
export async function makePlan(
  playbooks: readonly string[],
  flags: Flags,
  frame: Frame,
): Promise<MadePlan | number> {
  const files = { inventory: flags.inventory ?? [], playbooks };
  const read = await readDocuments(files, flags, frame);
  if (typeof read === 'number') return read;
  const { inventory, fleet } = read;
  const way = await open(inventory.hosts, flags, frame);
  const hosts = await lookAndPlan(fleet, way, {
    forks: flags.forks ?? 32,
    stop: frame.stop,
    context: { allowCritical: flags.allowCritical === true },
    keepLines: true,
    onHost: () => undefined,
  });
  const root = projectRoot(frame.cwd, playbooks[0]);
  const source = await sourceOf(root);
  const id = runId(frame.now(), frame.random(runIdBytes));
  const plan = planFleet(hosts, fleet.rollouts, {
    id,
    created: frame.now().toISOString(),
    ...(source && { source }),
  });
  return made(plan, root, way, { flags, frame });
}

/** A saved plan → the same plan with the way to its hosts, by the inventory. */
export async function reachSaved(plan: Plan, flags: Flags, frame: Frame): Promise<MadePlan | number> {
  const inventory = await readInventory(flags.inventory ?? [], flags, frame);
  if (typeof inventory === 'number') return inventory;
  return made(plan, projectRoot(frame.cwd), await open(inventory.hosts, flags, frame), { flags, frame });
}

/** A run → the plan of the way back to what it replaced. */
export function makeWayBack(_run: string, _flags: Flags, frame: Frame): Promise<MadePlan | number> {
  // PLACE: what the hosts saved under the run's id → plan.
  frame.err.write('fleetwright: rollback is not in this version yet\n');
  return Promise.resolve(exitCodes.error);
}

async function open(hosts: ReadonlyMap<string, Host>, _flags: Flags, _frame: Frame): Promise<Reach> {
  const { connector } = await import('../hosts/connector.ts');
  const connect: Connect = connector({});
  return reach(hosts, connect);
}

function made(
  plan: Plan,
  root: string,
  way: Reach,
  asked: { readonly flags: Flags; readonly frame: Frame },
): MadePlan {
  return {
    plan,
    root,
    carryOut: (run) => carryOut(plan, run, way, asked),
    close: () => way.close(),
  };
}

async function carryOut(
  plan: Plan,
  run: Run,
  way: Reach,
  { flags, frame }: { readonly flags: Flags; readonly frame: Frame },
): Promise<number> {
  const { apply } = await import('../apply/apply.ts');
  const now = frame.now();
  const { exitCode } = await apply(plan, {
    run: run.id,
    holder: `run ${run.id} of ${userInfo().username} on ${hostname()}, since ${now.toISOString()}`,
    lockWait: Math.ceil((flags.lockWait ?? 0) / 1000),
    forks: flags.forks ?? 32,
    stop: run.stop,
    leave: frame.leave,
    now: frame.now,
    sink: run.sink,
    connect: way.connect,
    release: way.release,
    exitCode: (outcomes) => exitCodeOfRun(outcomes, frame.stoppedBy()),
  });
  return exitCode;
}
