import type { Actual, ManagerSeen } from './actual.ts';
import type { Desired, DesiredMatch, DesiredStates, DesiredUnit } from './desired.ts';
import { matchesUnit } from './glob.ts';
import { parseUnitName, templateOf } from './name.ts';

/** Entries made into single units, once it is known what a host has; and what could not be. */
export interface Expanded {
  readonly units: readonly DesiredUnit[];
  /** Patterns that caught nothing, with why that is an error. */
  readonly unmatched: readonly { readonly pattern: string; readonly reason: string }[];
}

/**
 * Resolves patterns over what a host has and what the play installs. A unit's own entry wins over a pattern, field by
 * field, and an earlier pattern over a later one. Instances that a template no longer declares are to be off.
 */
export function expand(desired: readonly Desired[], actual: Actual): Expanded {
  const units = new Map<string, DesiredUnit>();
  const key = (unit: { scope: string; name: string }): string => `${unit.scope} ${unit.name}`;
  for (const one of desired) if (one.type === 'unit') units.set(key(one), one);
  for (const unit of [...units.values()].flatMap((one) => retired(one, actual))) {
    if (!units.has(key(unit))) units.set(key(unit), unit);
  }
  const unmatched: { pattern: string; reason: string }[] = [];
  for (const match of desired.filter((one) => one.type === 'match')) {
    const names = caught(match, actual.get(match.scope), units);
    for (const name of names) {
      const merged = mergeStates(units.get(key({ scope: match.scope, name })), match, name);
      units.set(key(merged), merged);
    }
    if (names.length > 0 || match.optional) continue;
    const pattern = match.patterns.join(' ');
    unmatched.push({
      pattern,
      reason: `no unit of this host matches ${pattern}; say \`optional: true\` where that is all right`,
    });
  }
  return { units: [...units.values()], unmatched };
}

/** Names that the host knows (a loaded unit under its own name, not an alias) or the play declares. */
function caught(
  match: DesiredMatch,
  manager: ManagerSeen | undefined,
  units: ReadonlyMap<string, DesiredUnit>,
): readonly string[] {
  const names = new Set<string>();
  for (const unit of units.values())
    if (unit.scope === match.scope && unit.absent !== true) names.add(unit.name);
  for (const shown of manager?.units.values() ?? []) if (shown.loadState !== 'not-found') names.add(shown.id);
  for (const name of [...names]) if (parsedTemplate(name)) names.delete(name);
  const hit = (patterns: readonly string[], name: string): boolean =>
    patterns.some((one) => matchesUnit(one, name));
  return [...names].filter((name) => hit(match.patterns, name) && !hit(match.except, name)).sort();
}

function parsedTemplate(name: string): boolean {
  const parsed = parseUnitName(name);
  return typeof parsed !== 'string' && parsed.template;
}

function mergeStates(unit: DesiredUnit | undefined, match: DesiredMatch, name: string): DesiredUnit {
  const { enabled, active, masked, onChange, health } = match;
  const states: DesiredStates = {
    ...(enabled === undefined ? {} : { enabled }),
    ...(active === undefined ? {} : { active }),
    ...(masked === undefined ? {} : { masked }),
    ...(onChange === undefined ? {} : { onChange }),
    ...(health === undefined ? {} : { health }),
  };
  if (unit !== undefined) return { ...states, ...unit };
  return {
    ...states,
    type: 'unit',
    scope: match.scope,
    name,
    strict: false,
    via: `matches ${match.patterns.join(' ')}`,
  };
}

function retired(template: DesiredUnit, actual: Actual): readonly DesiredUnit[] {
  const manager = actual.get(template.scope);
  if (template.instances === undefined || manager === undefined) return [];
  const linked = manager.links.map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
  const names = new Set([...manager.units.values()].map(({ id }) => id).concat(linked));
  // Where the template goes too, while its file is still there.
  const off = template.absent === true ? { absent: true } : { enabled: false, active: false };
  return [...names]
    .filter(
      (name) =>
        name !== template.name && templateOf(name) === template.name && !template.instances?.includes(name),
    )
    .map((name) => ({
      type: 'unit',
      scope: template.scope,
      name,
      strict: false,
      via: `no longer an instance of ${template.name}`,
      ...off,
    }));
}
