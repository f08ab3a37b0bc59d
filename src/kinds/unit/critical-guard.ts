import type { ProposedStep } from '../../model/step.ts';
import type { PlanContext } from '../kind.ts';
import { isCritical } from './critical.ts';
import type { DesiredUnit, Via } from './desired.ts';
import type { Part } from './part.ts';
import type { View } from './view.ts';

const dangerous = new Set(['stop', 'disable', 'mask', 'remove']);

/**
 * What the host needs to live is never stopped, disabled, masked or removed by a pattern; by its written name only
 * with --allow-critical.
 */
export function guardCritical(
  unit: DesiredUnit,
  view: View,
  parts: readonly Part[],
  context: PlanContext,
): readonly Part[] {
  if (unit.scope !== 'system') return parts;
  for (const step of parts.flatMap((part) => part.steps ?? [])) {
    const hit = dangerous.has(step.do) ? namesHit(step, unit, view).find(isCritical) : undefined;
    if (hit === undefined) continue;
    const whole = hit === unit.name ? 'and this host needs it' : `and with it ${hit}, which this host needs`;
    const what = `${unit.name} would be hit by ${step.do}, ${whole} to live`;
    const via = unit.via ?? lentBy(step, unit);
    if (via !== undefined) return [...parts, { blocked: [`${what}: ${via.why}; ${via.wayOut}`] }];
    if (context.allowCritical) return parts;
    return [...parts, { blocked: [`${what}; if you mean it, use --allow-critical`] }];
  }
  return parts;
}

/** A unit goes by all its names, and is disabled with what it has in Also=. */
function namesHit(step: ProposedStep, unit: DesiredUnit, { shown, install }: View): readonly string[] {
  const also = step.do === 'disable' ? (install?.also ?? []) : [];
  return [unit.name, ...('unit' in step ? [step.unit] : []), ...(shown?.names ?? []), ...also];
}

/** The pattern that asks for the step, where the unit's own entry does not. */
function lentBy(step: ProposedStep, { lent, active }: DesiredUnit): Via | undefined {
  if (step.do === 'disable') return lent?.enabled;
  if (step.do === 'mask') return lent?.masked;
  return step.do === 'stop' && active === undefined ? lent?.masked : lent?.active;
}
