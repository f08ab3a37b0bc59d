import type { Change } from '../../../model/plan.ts';
import type { HostFacts } from '../../../model/observed.ts';
import type { Probe, Sections } from '../../../model/probe.ts';
import type { Scope } from '../../../model/step.ts';
import type { Finding, PastRun, PlanContext } from '../../kind.ts';
import type { Actual, ManagerSeen } from '../actual.ts';
import { addressOf } from '../address-of.ts';
import { guardCritical } from '../critical-guard.ts';
import { factsOf, named } from '../facts.ts';
import { templateOf } from '../name.ts';
import { merge, type Part } from '../../part.ts';
import { probe } from '../probe.ts';
import { read } from '../read.ts';
import { reloadOf } from '../reload.ts';
import { viewOf } from '../view.ts';
import { activityBack } from './activity.ts';
import { filesBack } from './files.ts';
import { keptProbes, readKept, scopesOf, type Kept } from './kept.ts';
import { linksBack } from './links.ts';
import type { Past } from './past.ts';

/** Runs that put back what they had done, or did nothing. */
const withoutTrace: ReadonlySet<string> = new Set(['rolled-back', 'interrupted', 'stale', 'refused']);

/** Units as they are, and what the host kept of them before a run; null where it has no record of that run. */
export interface Seen {
  readonly actual: Actual;
  readonly kept: ReadonlyMap<Scope, Kept | null>;
}

/** What must be looked at to go back: the units that the run changed, and what the host kept of them. */
export function probeBack({ id, changes }: PastRun): readonly Probe[] {
  const units = changes.map(({ address }) => named(nameOf(address)));
  return [
    ...probe(units),
    ...keptProbes(
      id,
      changes.flatMap(({ steps }) => steps),
    ),
  ];
}

export function readBack({ id, changes }: PastRun, sections: Sections, facts: HostFacts): Seen | string {
  const actual = read(
    sections,
    changes.map(({ address }) => named(nameOf(address))),
    facts,
  );
  if (typeof actual === 'string') return actual;
  const kept = new Map<Scope, Kept | null>();
  for (const scope of scopesOf(changes.flatMap(({ steps }) => steps))) {
    const one = readKept(sections, id, scope);
    if (typeof one === 'string') return one;
    kept.set(scope, one);
  }
  return { actual, kept };
}

/** What leads each unit back to where it was before the run, whoever changed it since. */
export function compareBack(
  { id, changes }: PastRun,
  { actual, kept }: Seen,
  context: PlanContext,
): readonly Finding[] {
  if ([...kept.values()].includes(null)) return [unknown(id, changes)];
  const all = changes.map(({ address, steps }): Past => ({ run: id, unit: named(nameOf(address)), steps }));
  return all.map((past): Finding => {
    const address = addressOf(past.unit);
    const [then, manager] = [kept.get(past.unit.scope), actual.get(past.unit.scope)];
    const empty = { address, evidence: {}, differences: [], steps: [] };
    if (!then || withoutTrace.has(then.result ?? '')) return empty;
    if (manager === undefined)
      return { ...empty, blocked: [`this host has no user ${past.unit.scope.slice(5)}`] };
    const { rests, ...whole } = merge(partsOf(past, { then, manager, all, context }));
    const facts = factsOf(past.unit.name, manager);
    const evidence = Object.fromEntries(rests.map((field) => [field, facts[field] ?? null]));
    return { address, evidence, ...whole };
  });
}

interface Around {
  readonly then: Kept;
  readonly manager: ManagerSeen;
  readonly all: readonly Past[];
  readonly context: PlanContext;
}

function partsOf(past: Past, { then, manager, all, context }: Around): readonly Part[] {
  const { unit } = past;
  const inScope = all.filter((other) => other.unit.scope === unit.scope);
  const template = inScope.find((other) => other.unit.name === templateOf(unit.name) && other !== past);
  const files = filesBack(past, then, manager);
  const filesChange = [files, ...(template === undefined ? [] : [filesBack(template, then, manager)])].some(
    ({ steps = [] }) => steps.length > 0,
  );
  const view = viewOf(unit, manager, new Map());
  const parts = [
    files,
    linksBack(past, then, manager, inScope),
    activityBack(past, then, manager, filesChange),
    ...past.steps.flatMap((step) => (step.do === 'linger' ? [staysLingering(step.user)] : [])),
  ];
  const guarded = guardCritical(unit, view, parts, context);
  const { steps } = merge(parts);
  const isRead = steps.some(({ phase }) => phase === 'files' || phase === 'enablement');
  return isRead ? [...guarded, reloadOf(unit, view, steps)] : guarded;
}

function staysLingering(user: string): Part {
  return {
    warnings: [
      `the services of ${user} go on running without a login; \`loginctl disable-linger ${user}\` ends that`,
    ],
  };
}

function unknown(run: string, changes: readonly Change[]): Finding {
  const reason = `this host has no record of run ${run}: it keeps the last 20, or was installed anew`;
  const address = changes[0]?.address ?? 'unit/none';
  return { address, evidence: {}, differences: [], steps: [], blocked: [reason] };
}

function nameOf(address: string): string {
  return address.slice(address.indexOf('/') + 1);
}
