import type { DesiredUnit } from './desired.ts';
import type { Part } from './part.ts';
import type { View } from './view.ts';

/** A user's service that is to run without a login needs that user's manager to: loginctl(1), enable-linger. */
export function lingering(unit: DesiredUnit, view: View): Part {
  if (unit.scope === 'system' || view.manager.linger !== false) return {};
  if (unit.enabled !== true && unit.active !== true && view.manager.running) return {};
  const user = unit.scope.slice('user:'.length);
  const because = `without it the units of ${user} run only while ${user} is logged in`;
  return {
    rests: ['linger'],
    differences: [{ field: 'linger', from: false, to: true }],
    steps: [{ do: 'linger', phase: 'retire', scope: unit.scope, user, because }],
  };
}
