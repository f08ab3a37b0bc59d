import type { Address } from '../../model/address.ts';
import type { Actual, ManagerSeen } from './actual.ts';
import { addressOf } from './address-of.ts';
import type { Desired, DesiredMatch, DesiredUnit, Via } from './desired.ts';
import { matchesUnit } from './glob.ts';
import { unitFileNames } from './known-units.ts';
import { isTemplate, templateOf } from './name.ts';

const states = ['enabled', 'active', 'masked', 'onChange', 'health'] as const;

/** Entries made into single units, once it is known what a host has; and what could not be. */
export interface Expanded {
  readonly units: readonly DesiredUnit[];
  /** Patterns that caught nothing, with why that is an error. */
  readonly unmatched: readonly { readonly address: Address; readonly reason: string }[];
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
  const unmatched: { address: Address; reason: string }[] = [];
  for (const match of desired.filter((one) => one.type === 'match')) {
    const manager = actual.get(match.scope);
    const names = caught(match, manager, units);
    for (const name of names) {
      const merged = mergeStates(units.get(key({ scope: match.scope, name })), match, name);
      units.set(key(merged), merged);
    }
    if (names.length > 0 || match.optional) continue;
    unmatched.push({ address: addressOf(match), reason: whyNothing(match, manager) });
  }
  return { units: [...units.values()], unmatched };
}

function whyNothing(
  { scope, patterns, wayOut = 'say `optional: true` where that is all right' }: DesiredMatch,
  manager: ManagerSeen | undefined,
): string {
  if (manager === undefined) return `this host has no user ${scope.slice('user:'.length)}`;
  return `no unit of this host matches ${patterns.join(' ')}; ${wayOut}`;
}

/**
 * Names that the host knows (a loaded unit under its own name, not an alias) or the play declares; also instances of
 * which the host has a link only, and the play brings the template.
 */
function caught(
  match: DesiredMatch,
  manager: ManagerSeen | undefined,
  units: ReadonlyMap<string, DesiredUnit>,
): readonly string[] {
  const names = new Set<string>();
  for (const unit of units.values())
    if (unit.scope === match.scope && unit.absent !== true) names.add(unit.name);
  const isInstalled = (id: string): boolean => {
    const template = templateOf(id);
    return template !== undefined && units.get(`${match.scope} ${template}`)?.file !== undefined;
  };
  for (const { id, loadState } of manager?.units.values() ?? [])
    if (loadState !== 'not-found' || isInstalled(id)) names.add(id);
  // A user's manager that does not run knows of no unit.
  if (manager?.running === false) for (const name of unitFileNames(manager)) names.add(name);
  for (const name of [...names]) if (isTemplate(name)) names.delete(name);
  const hit = (patterns: readonly string[], name: string): boolean =>
    patterns.some((one) => matchesUnit(one, name));
  return [...names].filter((name) => hit(match.patterns, name) && !hit(match.except, name)).sort();
}

function mergeStates(unit: DesiredUnit | undefined, match: DesiredMatch, name: string): DesiredUnit {
  const via: Via = { why: `it matches ${match.patterns.join(' ')}`, wayOut: 'add it to `except`' };
  const lent = Object.fromEntries(statesLent(unit, match));
  if (unit === undefined) return { ...lent, type: 'unit', scope: match.scope, name, strict: false, via };
  const from = Object.fromEntries(Object.keys(lent).map((state) => [state, via]));
  return { ...lent, ...unit, ...(unit.via === undefined && { lent: { ...from, ...unit.lent } }) };
}

/** What a pattern still has to say of a unit: nothing that is said, and nothing that contradicts it. */
function statesLent(unit: DesiredUnit | undefined, match: DesiredMatch): readonly [string, unknown][] {
  const runs = unit?.file !== undefined || unit?.active === true || unit?.enabled === true;
  return states.flatMap((state): [string, unknown][] => {
    const value = match[state];
    const contradicts =
      unit?.masked === true
        ? value === true && state !== 'masked'
        : runs && state === 'masked' && value === true;
    return value === undefined || unit?.[state] !== undefined || contradicts ? [] : [[state, value]];
  });
}

function retired(template: DesiredUnit, actual: Actual): readonly DesiredUnit[] {
  const manager = actual.get(template.scope);
  if (template.instances === undefined || manager === undefined) return [];
  const linked = manager.links.map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
  const names = new Set([...manager.units.values()].map(({ id }) => id).concat(linked));
  // Where the template goes too, while its file is still there.
  const off = template.absent === true ? { absent: true } : { enabled: false, active: false };
  return [...names]
    .sort()
    .filter(
      (name) =>
        name !== template.name && templateOf(name) === template.name && !template.instances?.includes(name),
    )
    .map((name) => ({
      type: 'unit',
      scope: template.scope,
      name,
      strict: false,
      via: {
        why: `it is no longer among the instances of ${template.name}`,
        wayOut: 'add it to `instances`',
      },
      ...off,
    }));
}
