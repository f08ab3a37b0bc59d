import type { DesiredUnit } from './desired.ts';
import { blocked, type Part } from '../part.ts';
import type { View } from './view.ts';

/** A user's service that is to run without a login needs that user's manager to: loginctl(1), enable-linger. */
export function lingering(unit: DesiredUnit, view: View): Part {
  if (unit.scope === 'system') return {};
  const { linger, running } = view.manager;
  const user = unit.scope.slice('user:'.length);
  const needed = unit.enabled === true || unit.active === true || (!running && changesMask(unit, view));
  if (!needed || (linger === true && running)) return {};
  if (linger === true) {
    return blocked(
      `the manager of ${user} does not run, although it is to without a login; see \`systemctl status user@$(id -u ${user})\``,
    );
  }
  const because = `without it the units of ${user} run only while ${user} is logged in`;
  return {
    rests: ['linger'],
    differences: [{ field: 'linger', from: false, to: true }],
    steps: [{ do: 'linger', phase: 'retire', scope: unit.scope, user, because }],
  };
}

/** Only its manager masks and unmasks. */
function changesMask({ masked }: DesiredUnit, view: View): boolean {
  return masked !== undefined && masked !== (view.mask !== undefined);
}
