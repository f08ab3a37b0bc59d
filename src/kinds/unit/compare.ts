import type { Address } from '../../model/address.ts';
import type { Finding, PlanContext } from '../kind.ts';
import type { Actual, ManagerSeen } from './actual.ts';
import { compareAbsent } from './compare-absent.ts';
import { compareActive } from './compare-active.ts';
import { compareEnabled } from './compare-enabled.ts';
import { compareFiles } from './compare-files.ts';
import { compareMasked } from './compare-masked.ts';
import { checkTexts } from './check-texts.ts';
import { guardCritical } from './critical-guard.ts';
import type { Desired, DesiredUnit } from './desired.ts';
import { expand } from './expand.ts';
import { factsOf } from './facts.ts';
import { lingering } from './linger.ts';
import { templateOf } from './name.ts';
import { merge, type Part } from './part.ts';
import { reloadOf } from './reload.ts';
import { verification } from './verification.ts';
import { viewOf, type View } from './view.ts';

/** The name behind `unit/`: of a user's unit, with whose it is. */
export function identify(unit: Desired): string {
  const name = unit.type === 'unit' ? unit.name : unit.patterns.join(' ');
  return unit.scope === 'system' ? name : `${unit.scope}/${name}`;
}

/** Entries and a host's state → what each unit comes to, in the document's order. */
export function compare(
  desired: readonly Desired[],
  actual: Actual,
  context: PlanContext,
): readonly Finding[] {
  const { units, unmatched } = expand(desired, actual);
  const findings = units.map((unit) => compareOne(unit, units, actual.get(unit.scope), context));
  const missing = unmatched.map(({ pattern, reason }): Finding => {
    return { address: `unit/${pattern}`, evidence: {}, differences: [], steps: [], blocked: [reason] };
  });
  return [...findings, ...missing];
}

function compareOne(
  unit: DesiredUnit,
  units: readonly DesiredUnit[],
  manager: ManagerSeen | undefined,
  context: PlanContext,
): Finding {
  const address: Address = `unit/${identify(unit)}`;
  if (manager === undefined) {
    const user = unit.scope.slice('user:'.length);
    return { address, evidence: {}, differences: [], steps: [], blocked: [`this host has no user ${user}`] };
  }
  const planned = new Map(units.filter(({ scope }) => scope === unit.scope).map((one) => [one.name, one]));
  const view = viewOf(unit, manager, planned);
  const alias = aliasOf(unit, view);
  if (alias !== undefined) return { address, evidence: {}, differences: [], steps: [], blocked: [alias] };
  const { rests, ...whole } = merge(guardCritical(unit, partsOf(unit, view, planned), context));
  const facts = factsOf(unit.name, manager);
  const evidence = Object.fromEntries(rests.map((field) => [field, facts[field] ?? null]));
  return { address, evidence, ...whole };
}

function partsOf(unit: DesiredUnit, view: View, planned: ReadonlyMap<string, DesiredUnit>): readonly Part[] {
  const parts =
    unit.absent === true ? [compareAbsent(unit, view, planned)] : declaredParts(unit, view, planned);
  return [...parts, reloadOf(unit, view, merge(parts).steps)];
}

function declaredParts(
  unit: DesiredUnit,
  view: View,
  planned: ReadonlyMap<string, DesiredUnit>,
): readonly Part[] {
  const files = compareFiles(unit, view);
  const template = planned.get(templateOf(unit.name) ?? '');
  const templateFiles =
    template === undefined || template.name === unit.name ? {} : templatePart(template, view);
  const filesChange = (files.steps ?? []).length + (templateFiles.steps ?? []).length > 0;
  // A masked unit is one that does not run.
  const whole: DesiredUnit = unit.masked === true ? { ...unit, active: unit.active ?? false } : unit;
  const masked = compareMasked(unit, view);
  // Behind a mask that nobody declared, what else there is to say would only repeat it.
  if (masked.blocked !== undefined) return [masked];
  return [
    checkTexts(unit, view),
    verification(unit, view, files),
    lingering(unit, view),
    files,
    // systemctl passes over the links of a masked unit.
    compareEnabled(unit, view, planned),
    masked,
    compareActive(whole, view, filesChange),
  ];
}

function templatePart(template: DesiredUnit, view: View): Part {
  return compareFiles(template, view);
}

/** systemd acts on a unit under its own name; under an alias, links and states would be another unit's. */
function aliasOf(unit: DesiredUnit, view: View): string | undefined {
  const { shown } = view;
  if (shown === undefined || shown.id === unit.name || unit.file !== undefined) return undefined;
  return `${unit.name} is an alias of ${shown.id} on this host; name ${shown.id} in the playbook`;
}
