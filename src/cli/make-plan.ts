import { kinds } from '../kinds/registry.ts';
import { hasErrors } from '../load/checked.ts';
import type { Plan } from '../model/plan.ts';
import { chooseAddresses } from '../plan/choose-addresses.ts';
import { onlyHosts } from '../plan/plan.ts';
import { lostRuns } from '../report/records/lost.ts';
import { projectRoot } from '../report/records/project-root.ts';
import { ready } from './carry-out.ts';
import { connectTo } from './connect.ts';
import { readDeclaration, writeDiagnostics, type Declaration } from './declaration.ts';
import { exitCodes } from './exit-code.ts';
import type { Frame } from './frame.ts';
import type { MadePlan } from './made-plan.ts';
import type { Flags } from './options.ts';
import { planHosts, type ToPlan } from './plan-hosts.ts';
import { limitedHosts, readInventory } from './read-inventory.ts';
import { withStrangers } from './strangers.ts';

/** Documents → plan. What is wrong with them is written to `frame.err`, and comes back as an exit code. */
export async function makePlan(
  playbooks: readonly string[],
  flags: Flags,
  frame: Frame,
): Promise<MadePlan | number> {
  const { value: declared, diagnostics } = await readDeclaration(playbooks, flags, frame);
  writeDiagnostics(diagnostics, flags, frame);
  if (declared === undefined || hasErrors(diagnostics)) return exitCodes.error;
  const includes = chooseAddresses(flags.only ?? [], flags.except ?? []);
  const made = await planDeclared(declared, { includes }, flags, frame);
  if (typeof made === 'number') return made;
  const unmatched = unmatchedSelector(made.plan, flags);
  if (unmatched === undefined) return made;
  frame.err.write(`error: ${unmatched}\n`);
  await made.close();
  return exitCodes.error;
}

/** What was declared → plan, by one look at each of the hosts. */
export async function planDeclared(
  { inventory, fleet, settings }: Declaration,
  more: Pick<ToPlan, 'includes' | 'decide' | 'onPlan'>,
  flags: Flags,
  frame: Frame,
): Promise<MadePlan | number> {
  const reach = await connectTo(
    {
      hosts: fleet.hosts.flatMap(({ host }) => inventory.hosts.get(host.name) ?? []),
      inventory: inventory.hosts,
    },
    flags,
    frame,
  );
  if (typeof reach === 'number') return reach;
  const root = projectRoot(frame.cwd, settings.playbook.value[0]);
  const lost = await lostRuns(root);
  const forks = settings.forks.value;
  const plan = await planHosts({ ...more, fleet, forks, root, lost }, reach, flags, frame);
  return ready(plan, { root, told: lost.keep }, { reach, forks, flags, frame });
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
  const names = saved.hosts.map(({ host }) => host);
  const inventory = withStrangers(read, names);
  const limited = limitedHosts(inventory, flags, frame);
  if (typeof limited === 'number') return limited;
  const plan = flags.limit === undefined ? saved : onlyHosts(saved, new Set(limited.map(({ name }) => name)));
  const known = inventory.hosts;
  const hosts = plan.hosts.flatMap(({ host }) => known.get(host) ?? []);
  const reach = await connectTo({ hosts, inventory: known }, flags, frame);
  if (typeof reach === 'number') return reach;
  const means = { reach, forks: read.settings.forks.value, flags, frame, recheck: kinds };
  return ready(plan, { root: projectRoot(frame.cwd) }, means);
}
