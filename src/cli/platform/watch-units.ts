import type { DesiredFleet } from '../../desire/desire.ts';
import type { KindResources } from '../../kinds/kind.ts';
import type { Actual } from '../../kinds/unit/actual.ts';
import type { Desired } from '../../kinds/unit/desired.ts';
import { unit } from '../../kinds/unit/index.ts';
import { declaredPatterns } from '../../snapshot/playbook-side.ts';
import { exactly } from '../../snapshot/patterns.ts';
import type { ToPlan } from '../plan-hosts.ts';
import { matching } from '../units/see.ts';
import { treesOf } from './local-trees.ts';

/** Whose units are seen besides what is planned. */
export interface Watching {
  /** Patterns of the units of a host that is to have these resources. */
  readonly patternsOf: (resources: readonly KindResources[]) => readonly string[];
  /** Hears of each host's units in the plan's own look; only where a pattern was given. */
  readonly onSeen: (host: string, actual: Actual, patterns: readonly string[]) => void;
}

/** A fleet whose look shows units besides what is declared, and is then planned as if it had not. */
export function watchUnits(
  fleet: DesiredFleet,
  { patternsOf, onSeen }: Watching,
): Required<Pick<ToPlan, 'fleet' | 'decide'>> {
  const declared = new Map(fleet.hosts.map(({ host, resources }) => [host.name, resources]));
  const hosts = fleet.hosts.map((one) => ({ ...one, resources: lookedAt(one.resources, patternsOf) }));
  return {
    fleet: { ...fleet, hosts },
    decide: (host, { actuals }) => {
      const resources = declared.get(host) ?? [];
      const patterns = patternsOf(resources);
      const at = resources.findIndex(({ kind }) => kind === unit);
      // Where none are declared the units are looked at last, so that what is declared stays in its place.
      const actual = actuals[at === -1 ? resources.length : at];
      if (patterns.length > 0) onSeen(host, actual as Actual, patterns);
      return resources;
    },
  };
}

function lookedAt(
  resources: readonly KindResources[],
  patternsOf: Watching['patternsOf'],
): readonly KindResources[] {
  const named = new Set(declaredUnits(resources));
  const others = patternsOf(resources).filter((pattern) => !named.has(pattern));
  if (others.length === 0) return resources;
  const more = matching(others);
  if (!resources.some(({ kind }) => kind === unit)) return [...resources, { kind: unit, desired: [more] }];
  return resources.map((one) => (one.kind === unit ? { ...one, desired: [...one.desired, more] } : one));
}

/** Patterns of the units that are declared. */
export function declaredUnits(resources: readonly KindResources[]): readonly string[] {
  return resources.flatMap(({ kind, desired }) =>
    kind === unit ? declaredPatterns(desired as readonly Desired[]) : [],
  );
}

/** Patterns of the services that trees have restarted. */
export function restartedUnits(resources: readonly KindResources[]): readonly string[] {
  const names = treesOf(resources).flatMap(({ restarts }) => restarts);
  return [...new Set(names)].map(exactly);
}
