import { kinds } from '../kinds/registry.ts';
import { hasErrors } from '../load/checked.ts';
import type { Plan } from '../model/plan.ts';
import { chooseAddresses } from '../plan/choose-addresses.ts';
import { onlyHosts, plan as planFleet } from '../plan/plan.ts';
import { lostRuns, type LostRuns } from '../report/records/lost.ts';
import { projectRoot } from '../report/records/project-root.ts';
import { runId, runIdBytes } from '../report/records/run-id.ts';
import { sourceOf } from '../report/records/source.ts';
import { carryOut } from './carry-out.ts';
import { connectTo } from './connect.ts';
import { readDeclaration, writeDiagnostics, type Declaration } from './declaration.ts';
import { exitCodes } from './exit-code.ts';
import type { Frame } from './frame.ts';
import { lookAndPlan } from './look.ts';
import { lookProgress } from './look-progress.ts';
import type { MadePlan } from './made-plan.ts';
import type { Flags } from './options.ts';
import { limitedHosts, readInventory } from './read-inventory.ts';
import type { Reach } from './reach.ts';

/** Documents → plan. What is wrong with them is written to `frame.err`, and comes back as an exit code. */
export async function makePlan(
  playbooks: readonly string[],
  flags: Flags,
  frame: Frame,
): Promise<MadePlan | number> {
  const { value: declared, diagnostics } = await readDeclaration(playbooks, flags, frame);
  writeDiagnostics(diagnostics, flags, frame);
  if (declared === undefined || hasErrors(diagnostics)) return exitCodes.error;
  const { inventory, fleet, settings } = declared;
  const reach = await connectTo(
    { hosts: fleet.hosts.map(({ host }) => host), inventory: inventory.hosts },
    flags,
    frame,
  );
  if (typeof reach === 'number') return reach;
  const root = projectRoot(frame.cwd, settings.playbook.value[0]);
  const lost = await lostRuns(root);
  const plan = await look({ ...declared, root, lost }, reach, flags, frame);
  const unmatched = unmatchedSelector(plan, flags);
  if (unmatched !== undefined) {
    frame.err.write(`error: ${unmatched}\n`);
    await reach.close();
    return exitCodes.error;
  }
  const forks = settings.forks.value;
  return {
    plan,
    root,
    told: lost.keep,
    carryOut: (run) => carryOut(plan, run, { reach, forks, flags, frame }),
    close: () => reach.close(),
  };
}

async function look(
  { fleet, settings, root, lost }: Declaration & { readonly root: string; readonly lost: LostRuns },
  reach: Reach,
  flags: Flags,
  frame: Frame,
): Promise<Plan> {
  const progress = lookProgress(frame);
  const source = sourceOf(root);
  const hosts = await lookAndPlan(fleet, reach, {
    forks: settings.forks.value,
    stop: frame.stop,
    context: {
      allowCritical: flags.allowCritical === true,
      ...(flags.allowDelete !== undefined && { allowDelete: flags.allowDelete }),
      includes: chooseAddresses(flags.only ?? [], flags.except ?? []),
    },
    lost,
    onHost: progress.onHost,
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

/** `--only` with a slip of the pen must not look like "nothing to do". */
export function unmatchedSelector(plan: Plan, { only, except }: Flags): string | undefined {
  if (only === undefined && except === undefined) return undefined;
  const seen = plan.hosts.some(
    ({ evidence, status }) => status === 'unreachable' || Object.keys(evidence).length > 0,
  );
  return seen
    ? undefined
    : 'no resource is left: --only and --except match nothing that is declared (an address is `unit/ollama.service`)';
}

/** A saved plan → the same plan with the way to its hosts, by the inventory. */
export async function reachSaved(saved: Plan, flags: Flags, frame: Frame): Promise<MadePlan | number> {
  const read = await readInventory(flags, frame);
  if (typeof read === 'number') return read;
  const limited = limitedHosts(read.inventory, flags, frame);
  if (typeof limited === 'number') return limited;
  const plan = flags.limit === undefined ? saved : onlyHosts(saved, new Set(limited.map(({ name }) => name)));
  const known = read.inventory.hosts;
  const hosts = plan.hosts.flatMap(({ host }) => known.get(host) ?? []);
  const reach = await connectTo({ hosts, inventory: known }, flags, frame);
  if (typeof reach === 'number') return reach;
  const forks = read.settings.forks.value;
  return {
    plan,
    root: projectRoot(frame.cwd),
    carryOut: (run) => carryOut(plan, run, { reach, forks, flags, frame, recheck: kinds }),
    close: () => reach.close(),
  };
}
