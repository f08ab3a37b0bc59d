import type { ProposedStep } from '../../model/step.ts';
import type { PlanContext } from '../kind.ts';
import { endsTheHost, isCritical } from './critical.ts';
import type { DesiredUnit, Via } from './desired.ts';
import type { Part } from '../part.ts';
import type { View } from './view.ts';

const restarts: ReadonlySet<string> = new Set(['restart', 'reload-or-restart', 'try-restart']);
const dangerous: ReadonlySet<string> = new Set(['stop', 'disable', 'mask', 'remove', ...restarts]);

/**
 * What the host needs to live is never stopped, restarted, disabled, masked or removed by a pattern, and what takes the
 * host down never started; by its written name only with --allow-critical.
 */
export function guardCritical(
  unit: DesiredUnit,
  view: View,
  parts: readonly Part[],
  context: PlanContext,
): readonly Part[] {
  if (unit.scope !== 'system') return parts;
  for (const step of parts.flatMap((part) => part.steps ?? [])) {
    const what = harm(step, unit, view);
    if (what === undefined) continue;
    const via = unit.via ?? lentBy(step, unit);
    if (via !== undefined) return [...parts, { blocked: [`${what}: ${via.why}; ${via.wayOut}`] }];
    if (context.allowCritical) return parts;
    return [...parts, { blocked: [`${what}; if you mean it, use --allow-critical${without(step)}`] }];
  }
  return parts;
}

function harm(step: ProposedStep, unit: DesiredUnit, view: View): string | undefined {
  const names = namesHit(step, unit, view);
  if ((step.do === 'start' || restarts.has(step.do)) && names.some(endsTheHost))
    return `${unit.name} would be hit by ${step.do}, and that takes this host down`;
  const hit = dangerous.has(step.do) ? names.find(isCritical) : undefined;
  if (hit === undefined) return undefined;
  const whole = hit === unit.name ? 'and this host needs it' : `and with it ${hit}, which this host needs`;
  return `${unit.name} would be hit by ${step.do}, ${whole} to live`;
}

function without(step: ProposedStep): string {
  if (!restarts.has(step.do)) return '';
  return '; without it, `on_change: reload` reloads what has an ExecReload=, and `on_change: none` leaves it as it runs';
}

/** A unit goes by all its names, and is disabled with what it has in Also=. */
function namesHit(step: ProposedStep, unit: DesiredUnit, { shown, install }: View): readonly string[] {
  const also = step.do === 'disable' ? (install?.also ?? []) : [];
  return [unit.name, ...('unit' in step ? [step.unit] : []), ...(shown?.names ?? []), ...also];
}

/** The pattern that asks for the step, where the unit's own entry does not. */
function lentBy(step: ProposedStep, { lent, active }: DesiredUnit): Via | undefined {
  if (step.do === 'disable') return lent?.enabled;
  if (step.do === 'remove') return isEnablement(step.path) ? lent?.enabled : undefined;
  if (step.do === 'mask') return lent?.masked;
  if (restarts.has(step.do)) return lent?.onChange;
  return step.do === 'stop' && active === undefined ? lent?.masked : lent?.active;
}

function isEnablement(path: string): boolean {
  return /\.(wants|requires|upholds)\/[^/]*$/.test(path);
}
