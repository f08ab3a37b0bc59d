import type { Difference } from '../../model/plan.ts';
import type { ProposedStep } from '../../model/step.ts';
import type { PlanContext } from '../kind.ts';
import { defaultHealth, endsTheHost, isCritical } from '../units.ts';
import type { TreeSeen } from './actual.ts';

/** What becomes of the services that run on a tree. */
export interface Restarts {
  readonly differences: readonly Difference[];
  readonly steps: readonly ProposedStep[];
  readonly blocked: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Services that run and were started before the tree last changed, or that it changes now. What is seen decides, so a run
 * that was cut between the two is finished by the next. One that does not run is not started.
 */
export function restartsOf(
  names: readonly string[],
  seen: Pick<TreeSeen, 'units' | 'changedAt'>,
  changes: boolean,
  context: PlanContext,
): Restarts {
  const due = names.filter((name) => isDue(name, seen, changes));
  const harmful = due.find((name) => harms(name, seen, context));
  const refusing = due.find((name) => seen.units.get(name)?.refusesRestart === true);
  const missing = names.filter(
    (name) => seen.changedAt !== undefined && seen.units.get(name)?.isLoaded === false,
  );
  const because = changes
    ? 'the tree it runs on changes'
    : 'it was started before the tree it runs on changed';
  return {
    differences:
      due.length > 0 && !changes
        ? [{ field: 'running', from: 'older than the tree', to: due.join(', ') }]
        : [],
    steps: due.flatMap((unit) => restart(unit, because)),
    blocked: [
      ...(harmful === undefined
        ? []
        : [
            `${harmful} would be hit by restart, and this host needs it to live; if you mean it, use --allow-critical`,
          ]),
      ...(refusing === undefined
        ? []
        : [`${refusing} cannot be restarted: its file says that nobody may; take it from \`restarts\``]),
    ],
    warnings: missing.map((name) => `\`restarts\` names ${name}, which this host does not have`),
  };
}

function isDue(
  name: string,
  { units, changedAt }: Pick<TreeSeen, 'units' | 'changedAt'>,
  changes: boolean,
): boolean {
  const unit = units.get(name);
  if (unit?.runs !== true) return false;
  return changes || (changedAt !== undefined && unit.startedAt !== 0 && unit.startedAt < changedAt);
}

function harms(name: string, { units }: Pick<TreeSeen, 'units'>, { allowCritical }: PlanContext): boolean {
  const all = [name, ...(units.get(name)?.names ?? [])];
  return all.some(endsTheHost) || (!allowCritical && all.some(isCritical));
}

function restart(unit: string, because: string): readonly ProposedStep[] {
  return [
    { do: 'restart', phase: 'start', scope: 'system', unit, because },
    {
      do: 'health',
      phase: 'health',
      scope: 'system',
      unit,
      health: defaultHealth,
      because: 'after its restart',
    },
  ];
}
