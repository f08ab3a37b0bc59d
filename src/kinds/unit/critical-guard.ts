import type { PlanContext } from '../kind.ts';
import { isCritical } from './critical.ts';
import type { DesiredUnit } from './desired.ts';
import type { Part } from './part.ts';

const dangerous = new Set(['stop', 'disable', 'mask', 'remove']);

/**
 * What the host needs to live is never stopped, disabled, masked or removed by a pattern; by its written name only
 * with --allow-critical.
 */
export function guardCritical(
  unit: DesiredUnit,
  parts: readonly Part[],
  context: PlanContext,
): readonly Part[] {
  if (unit.scope !== 'system' || !isCritical(unit.name)) return parts;
  const step = parts.flatMap((part) => part.steps ?? []).find((one) => dangerous.has(one.do));
  if (step === undefined) return parts;
  const what = `${unit.name} would be hit by ${step.do}, and this host needs it to live`;
  if (unit.via !== undefined)
    return [...parts, { blocked: [`${what}: it only ${unit.via}; add it to \`except\``] }];
  if (context.allowCritical) return parts;
  return [...parts, { blocked: [`${what}; if you mean it, use --allow-critical`] }];
}
