import type { Difference } from '../../model/plan.ts';
import type { Linking, ProposedStep } from '../../model/step.ts';
import { alsoEnabled, mendAlso } from './also.ts';
import { cannotEnable } from './cannot-enable.ts';
import type { DesiredUnit } from './desired.ts';
import { linksOf } from './own-links.ts';
import { blocked, merge, type Part } from '../part.ts';
import type { Install } from './text/install.ts';
import type { Enablement } from './text/links.ts';
import { isBeyondSystemctl, unlink } from './unlink.ts';
import type { View } from './view.ts';

/**
 * Enablement is the set of links that [Install] asks for, as it will be after the plan; not the word that systemctl
 * has for it.
 */
export function compareEnabled(
  unit: DesiredUnit,
  view: View,
  planned: ReadonlyMap<string, DesiredUnit>,
): Part {
  if (unit.enabled === undefined) return {};
  const rests = ['links'];
  const cannot = unit.enabled ? cannotEnable(unit, view, planned) : undefined;
  if (cannot !== undefined) return { rests, ...blocked(cannot) };
  if (!unit.enabled && isBeyondSystemctl(unit, view))
    return { rests, ...unlink(unit, view, 'it is to be off at boot') };
  const links = view.install === undefined ? linksByWord(view) : linksOf(unit, view, view.install);
  const own = unit.enabled ? enable(links) : disable(unit, view, links);
  const verb = own ?? (hasOnlyAlso(view.install) ? throughAlso(unit, view, planned) : undefined);
  if (verb === undefined) return { rests };
  const mended = mendAlso(verb.do, unit, view, planned);
  return merge([{ rests }, change(unit, verb), mended]);
}

/** What is to be done, and why. */
interface Verb {
  readonly do: Linking;
  readonly difference: Difference;
  readonly because: string;
}

const turnedOn = { field: 'enabled', from: false, to: true } as const;
const turnedOff = { field: 'enabled', from: true, to: false } as const;

function enable(links: Enablement): Verb | undefined {
  const { enabled, missing, stale } = links;
  if (stale.length === 0)
    return enabled
      ? undefined
      : { do: 'enable', difference: turnedOn, because: `missing ${places(missing)}` };
  const to = places(missing) || 'what [Install] says';
  const difference = { field: 'wanted by', from: places(stale), to };
  return { do: 'reenable', difference, because: `[Install] no longer asks for ${places(stale)}` };
}

function disable(unit: DesiredUnit, view: View, links: Enablement): Verb | undefined {
  const any = links.stale.length > 0 || isLinked(unit, view, links);
  return any ? { do: 'disable', difference: turnedOff, because: 'it is to be off at boot' } : undefined;
}

/** Some of the links that [Install] asks for are there. */
function isLinked(unit: DesiredUnit, view: View, links: Enablement): boolean {
  if (view.install === undefined) return links.enabled;
  if (view.install === null) return false;
  return linksOf(unit, view, null).stale.length > 0;
}

function hasOnlyAlso(install: Install | null | undefined): boolean {
  if (install === null || install === undefined || install.also.length === 0) return false;
  const { wantedBy, requiredBy, upheldBy, aliases } = install;
  return [wantedBy, requiredBy, upheldBy, aliases].every((list) => list.length === 0);
}

/** A unit with nothing but Also= is enabled as the units it names. */
function throughAlso(
  unit: DesiredUnit,
  view: View,
  planned: ReadonlyMap<string, DesiredUnit>,
): Verb | undefined {
  const { on, off } = alsoEnabled(unit.name, view, planned);
  const wrong = unit.enabled === true ? off : on;
  if (wrong.length === 0) return undefined;
  if (unit.enabled === true)
    return { do: 'enable', difference: turnedOn, because: `Also=: ${off.join(', ')} is not enabled` };
  return { do: 'disable', difference: turnedOff, because: `Also=: ${on.join(', ')} is enabled` };
}

function change({ scope, name }: DesiredUnit, { do: verb, difference, because }: Verb): Part {
  const step: ProposedStep = { do: verb, phase: 'enablement', scope, unit: name, because };
  return { differences: [difference], steps: [step] };
}

/** For a file that we cannot read (a link out of systemd's directories) systemd's own word must do. */
function linksByWord(view: View): Enablement {
  return { enabled: view.shown?.unitFileState === 'enabled', missing: [], stale: [] };
}

function places(links: readonly { readonly path: string }[]): string {
  return links.map(({ path }) => path.split('/').slice(-2).join('/')).join(', ');
}
