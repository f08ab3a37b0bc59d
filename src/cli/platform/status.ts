import type { Plan } from '../../model/plan.ts';
import { printable } from '../../model/printable.ts';
import type { ResourceState } from '../../model/resource-state.ts';
import type { UnitStatus } from '../../model/unit-status.ts';
import { jsonLine } from '../../report/json-line.ts';
import { platformTable } from '../../report/platform-table.ts';
import { unitTable } from '../../report/unit-table.ts';
import { unitStatuses } from '../../snapshot/status.ts';
import type { Declaration } from '../declaration.ts';
import { exitCodeOfPlan } from '../exit-code.ts';
import type { Frame, Verb } from '../frame.ts';
import { interruptedLook } from '../interrupted.ts';
import { planDeclared } from '../make-plan.ts';
import type { Flags } from '../options.ts';
import { presentation } from '../presentation.ts';
import { givenPatterns } from '../units/patterns.ts';
import { readPlatform, whole } from './declared.ts';
import { resourceStates } from './states.ts';
import { declaredUnits, restartedUnits, watchUnits } from './watch-units.ts';

/** `platform status [host...]`: how the platform's units stand, and which of its trees are as declared. Changes nothing. */
export const status: Verb = async (words, flags, frame) => {
  const declared = await readPlatform(words, whole, flags, frame);
  if (typeof declared === 'number') return declared;
  const given = givenPatterns(flags, declared.settings, frame) ?? [];
  if (typeof given === 'number') return given;
  const units = new Map<string, readonly UnitStatus[]>();
  const { fleet, decide } = watchUnits(declared.fleet, {
    patternsOf: (resources) => [...declaredUnits(resources), ...restartedUnits(resources), ...given],
    onSeen: (host, actual, patterns) => units.set(host, unitStatuses(actual, patterns)),
  });
  const made = await planDeclared({ ...declared, fleet }, { includes: () => true, decide }, flags, frame);
  if (typeof made === 'number') return made;
  await made.close();
  const interrupted = interruptedLook(frame);
  if (interrupted !== undefined) return interrupted;
  write(statusesOf(made.plan, declared, units), flags, frame);
  return exitCodeOfPlan(made.plan.summary, flags.detailedExitcode === true);
};

interface HostStatus {
  readonly host: string;
  readonly units: readonly UnitStatus[];
  readonly resources: readonly ResourceState[];
  /** Why it could not be looked at, or cannot be as declared. */
  readonly reasons: readonly string[];
}

function statusesOf(
  { hosts }: Plan,
  { fleet }: Declaration,
  units: ReadonlyMap<string, readonly UnitStatus[]>,
): readonly HostStatus[] {
  const declared = new Map(fleet.hosts.map(({ host, resources }) => [host.name, resources]));
  return hosts.map(({ host, status: how, changes, reasons = [] }) => ({
    host,
    // A template never runs, and has no line.
    units: (units.get(host) ?? []).filter(({ active }) => active !== ''),
    resources: how === 'unreachable' ? [] : resourceStates(declared.get(host) ?? [], changes),
    reasons,
  }));
}

function write(hosts: readonly HostStatus[], flags: Flags, frame: Frame): void {
  if (flags.json === true) frame.out.write(jsonLine({ format: 1, hosts }));
  else {
    const { width } = presentation(frame.out, flags, frame);
    const tables = [unitTable(hosts, frame.now(), width), platformTable(hosts, width)];
    frame.out.write(tables.filter((table) => table !== '').join('\n'));
  }
  for (const { host, reasons } of hosts)
    for (const reason of reasons) frame.err.write(`! ${printable(host)}: ${printable(reason)}\n`);
}
