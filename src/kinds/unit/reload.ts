import type { ProposedStep } from '../../model/step.ts';
import type { DesiredUnit } from './desired.ts';
import type { Part } from '../part.ts';
import type { View } from './view.ts';

/**
 * One daemon-reload per manager: the planner keeps the first of those that units propose. A user's manager that does not
 * run will read the files when it starts.
 */
export function reloadOf(unit: DesiredUnit, view: View, steps: readonly ProposedStep[]): Part {
  if (!view.manager.running && !steps.some((step) => step.do === 'linger')) return {};
  const cause = steps.find(({ phase }) => phase === 'files' || phase === 'enablement' || phase === 'retire');
  const stale = view.shown?.needDaemonReload === true;
  if (cause === undefined && !stale) return {};
  const because =
    cause === undefined
      ? 'files of its units have changed on disk since it read them'
      : 'unit files or links change';
  return { steps: [{ do: 'daemon-reload', phase: 'reload', scope: unit.scope, because }] };
}
