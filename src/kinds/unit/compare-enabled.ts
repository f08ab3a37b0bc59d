import type { Difference } from '../../model/plan.ts';
import type { Linking, ProposedStep } from '../../model/step.ts';
import type { DesiredUnit } from './desired.ts';
import { blocked, type Part } from './part.ts';
import type { Install } from './text/install.ts';
import { enablementOf, type Enablement } from './text/links.ts';
import type { View } from './view.ts';

/**
 * Enablement is the set of links that [Install] asks for, as it will be after the plan; not the word that systemctl
 * has for it.
 */
export function compareEnabled(unit: DesiredUnit, view: View): Part {
  if (unit.enabled === undefined) return {};
  const cannot = unit.enabled ? whyNot(unit, view) : undefined;
  if (cannot !== undefined) return { rests: ['links'], ...blocked(cannot) };
  const links = view.install === undefined ? linksByWord(view) : linksOf(unit, view, view.install);
  const rests = ['links'];
  if (unit.enabled) return { rests, ...enable(unit, links) };
  return { rests, ...disable(unit, view, links) };
}

function enable(unit: DesiredUnit, links: Enablement): Part {
  if (links.enabled && links.stale.length === 0) return {};
  if (!links.enabled && links.stale.length === 0) {
    return change(
      unit,
      'enable',
      { field: 'enabled', from: false, to: true },
      `missing ${places(links.missing)}`,
    );
  }
  const difference = {
    field: 'wanted by',
    from: places(links.stale),
    to: places(links.missing) || 'what [Install] says',
  };
  return change(unit, 'reenable', difference, `[Install] no longer asks for ${places(links.stale)}`);
}

function disable(unit: DesiredUnit, view: View, links: Enablement): Part {
  const any = links.stale.length > 0 || isLinked(unit, view, links);
  if (!any) return {};
  return change(unit, 'disable', { field: 'enabled', from: true, to: false }, 'it is to be off at boot');
}

/** Some of the links that [Install] asks for are there. */
function isLinked(unit: DesiredUnit, view: View, links: Enablement): boolean {
  if (view.install === undefined) return links.enabled;
  if (view.install === null) return false;
  return linksOf(unit, view, null).stale.length > 0;
}

function change(unit: DesiredUnit, verb: Linking, difference: Difference, because: string): Part {
  const step: ProposedStep = { do: verb, phase: 'enablement', scope: unit.scope, unit: unit.name, because };
  return { differences: [difference], steps: [step] };
}

function linksOf(unit: DesiredUnit, view: View, install: Install | null): Enablement {
  const { directory, systemd } = view.manager;
  const fragment =
    unit.file === undefined && view.fragment !== undefined ? { fragment: view.fragment.path } : {};
  return enablementOf(unit.name, view.manager.links, install, { directory, systemd, ...fragment });
}

/** For a file that we cannot read (a link out of systemd's directories) systemd's own word must do. */
function linksByWord(view: View): Enablement {
  return { enabled: view.shown?.unitFileState === 'enabled', missing: [], stale: [] };
}

function whyNot(unit: DesiredUnit, view: View): string | undefined {
  const { name } = unit;
  const word = view.shown?.unitFileState;
  if (!view.exists)
    return `${name} cannot be enabled: this host has no such unit and the playbook installs none (\`file:\`)`;
  if (unit.file === undefined && (word === 'generated' || word === 'transient')) {
    return `${name} cannot be enabled: it is ${word}, not made from a unit file; leave \`enabled\` out`;
  }
  if (view.install === null) {
    return `${name} cannot be enabled: it is static (its file has no [Install] that says who wants it); leave \`enabled\` out, or add WantedBy=`;
  }
  const problem = view.install?.problems[0];
  if (problem !== undefined) return `${name} cannot be enabled: ${problem}`;
  const unknown = view.install?.unknown[0];
  if (unknown !== undefined)
    return `${name} cannot be enabled safely: what ${unknown} means is known to the host alone`;
  return undefined;
}

function places(links: readonly { readonly path: string }[]): string {
  return links.map(({ path }) => path.split('/').slice(-2).join('/')).join(', ');
}
