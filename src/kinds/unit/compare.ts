import type { Address } from '../../model/address.ts';
import type { Scope } from '../../model/step.ts';
import type { Finding, PlanContext } from '../kind.ts';
import type { Actual, ManagerSeen } from './actual.ts';
import { addressOf } from './address-of.ts';
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
import { merge, type Part } from '../part.ts';
import { reloadOf } from './reload.ts';
import { verification } from './verification.ts';
import { viewOf, type View } from './view.ts';

/** Entries and a host's state → what each unit comes to, in the document's order. */
export function compare(
  desired: readonly Desired[],
  actual: Actual,
  context: PlanContext,
): readonly Finding[] {
  const { units, unmatched } = expand(desired, actual);
  // What is left out of this plan installs nothing that others could count on.
  const planned = byScope(units.filter((unit) => context.includes(addressOf(unit))));
  const findings = units.map((unit) =>
    compareOne(unit, planned.get(unit.scope) ?? new Map(), actual.get(unit.scope), context),
  );
  return [...findings, ...unmatched.map(({ address, reason }) => impossible(address, reason))];
}

type Planned = ReadonlyMap<string, DesiredUnit>;

function byScope(units: readonly DesiredUnit[]): ReadonlyMap<Scope, Planned> {
  const scopes = new Map<Scope, Map<string, DesiredUnit>>();
  for (const unit of units) {
    const names = scopes.get(unit.scope) ?? new Map<string, DesiredUnit>();
    scopes.set(unit.scope, names.set(unit.name, unit));
  }
  return scopes;
}

function compareOne(
  unit: DesiredUnit,
  planned: Planned,
  manager: ManagerSeen | undefined,
  context: PlanContext,
): Finding {
  const address = addressOf(unit);
  if (manager === undefined) {
    return impossible(address, `this host has no user ${unit.scope.slice('user:'.length)}`);
  }
  if (manager.silent === true) {
    const way = 'ask them, or leave their units out with --except';
    return impossible(address, `the manager of ${unit.scope.slice('user:'.length)} does not answer: ${way}`);
  }
  const view = viewOf(unit, manager, planned);
  const alias = aliasOf(unit, view);
  if (alias !== undefined) return impossible(address, alias);
  const parts = partsOf(unit, view, planned).map((part) => withWayOut(unit, part));
  const { rests, ...whole } = merge(guardCritical(unit, view, parts, context));
  const facts = factsOf(unit.name, manager);
  const evidence = Object.fromEntries(rests.map((field) => [field, facts[field] ?? null]));
  const { scope, name, health } = unit;
  return { address, evidence, ...whole, ...(health && { health: [{ scope, unit: name, health }] }) };
}

function impossible(address: Address, reason: string): Finding {
  return { address, evidence: {}, differences: [], steps: [], blocked: [reason] };
}

/** Who never wrote a unit's name is told how it came into the play. */
function withWayOut({ via }: DesiredUnit, part: Part): Part {
  if (via === undefined || part.blocked === undefined) return part;
  return { ...part, blocked: part.blocked.map((reason) => `${reason} (${via.why}; ${via.wayOut})`) };
}

function partsOf(unit: DesiredUnit, view: View, planned: Planned): readonly Part[] {
  const parts =
    unit.absent === true ? [compareAbsent(unit, view, planned)] : declaredParts(unit, view, planned);
  return [...parts, reloadOf(unit, view, merge(parts).steps)];
}

function declaredParts(unit: DesiredUnit, view: View, planned: Planned): readonly Part[] {
  const files = compareFiles(unit, view);
  const template = planned.get(templateOf(unit.name) ?? '');
  const templateFiles =
    template === undefined || template.name === unit.name ? {} : templatePart(unit, template, view);
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

/** What changes of its template concerns an instance: of the file nothing where the instance has one of its own. */
function templatePart(unit: DesiredUnit, { file, ...template }: DesiredUnit, view: View): Part {
  const isMade = view.fragment?.path.endsWith(`/${unit.name}`) !== true && unit.file === undefined;
  return compareFiles(isMade && file !== undefined ? { ...template, file } : template, view);
}

/** systemd acts on a unit under its own name; under an alias, links and states would be another unit's. */
function aliasOf(unit: DesiredUnit, view: View): string | undefined {
  const { shown } = view;
  if (shown === undefined || shown.id === unit.name || unit.file !== undefined) return undefined;
  return `${unit.name} is an alias of ${shown.id} on this host; name ${shown.id}`;
}
