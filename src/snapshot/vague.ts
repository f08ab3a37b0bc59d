import type { Actual } from '../kinds/unit/actual.ts';
import { compare } from '../kinds/unit/compare.ts';
import type { DesiredStates } from '../kinds/unit/desired.ts';
import type { Aspect } from './snapshot.ts';
import { statesOf, type Words } from './states.ts';

const fields = { enabled: ['enabled', 'wanted by'], active: ['active'] } as const;

/**
 * Which of a unit's states do not hold for the kind that would be asked to bring them about, on the very host that they
 * were seen on: it is `enabled`, and by other links than its [Install] asks for. A snapshot must not ask for those, or
 * a host would have to change to become what it is.
 */
export function vagueStates(name: string, words: Words, actual: Actual): readonly Aspect[] {
  const { masked, ...states } = statesOf(words);
  return (['enabled', 'active'] as const).filter((state) => {
    if (states[state] === undefined) return false;
    const asked = { [state]: states[state], ...(masked !== undefined && { masked }) };
    return !holds(name, asked, fields[state], actual);
  });
}

function holds(name: string, states: DesiredStates, about: readonly string[], actual: Actual): boolean {
  const unit = { type: 'unit', scope: 'system', name, strict: false, ...states } as const;
  const findings = compare([unit], actual, { allowCritical: true, includes: () => true });
  return findings.every(
    ({ differences, blocked = [] }) =>
      blocked.length === 0 && differences.every(({ field }) => !about.includes(field)),
  );
}
