import type { Linking, ProposedStep } from '../../model/step.ts';
import type { DesiredUnit } from './desired.ts';
import { linksAbout } from './lookup.ts';
import { blocked, type Part } from '../part.ts';
import { enablementOf, linkNames } from './text/links.ts';
import { viewOf, type View } from './view.ts';

/** A unit that Also= names, directly or through another: systemctl enables and disables it too. */
interface Companion {
  readonly name: string;
  readonly view: View;
  /** What the playbook itself says of it. */
  readonly enabled: boolean | undefined;
}

type Planned = ReadonlyMap<string, DesiredUnit>;

function companionsOf(name: string, view: View, planned: Planned): readonly Companion[] {
  const found = new Map<string, Companion>();
  const follow = (from: View): void => {
    for (const also of from.install?.also ?? []) {
      if (also === name || found.has(also)) continue;
      const declared = planned.get(also);
      const unit = declared ?? { type: 'unit', scope: from.manager.scope, name: also, strict: false };
      const one = { name: also, view: viewOf(unit, from.manager, planned), enabled: declared?.enabled };
      // systemctl passes over it.
      if (one.view.mask !== undefined && declared?.masked !== false) continue;
      found.set(also, one);
      follow(one.view);
    }
  };
  follow(view);
  return [...found.values()];
}

/**
 * Of the units in Also= those of which the playbook says nothing itself: which have links that disabling takes away, and
 * which lack some that enabling would make. Those that the host does not have systemctl passes over.
 */
export function alsoEnabled(
  name: string,
  view: View,
  planned: Planned,
): { readonly on: readonly string[]; readonly off: readonly string[] } {
  const silent = companionsOf(name, view, planned).filter(({ enabled }) => enabled === undefined);
  const links = silent.map(({ name: also, view: { manager, install, exists } }) => {
    const { directory, systemd } = manager;
    const about = linksAbout(linkNames(also, install ?? null), manager);
    const { missing } = enablementOf(also, about, install ?? null, { directory, systemd });
    const all = enablementOf(also, about, null, { directory, systemd }).stale;
    return { name: also, any: all.length > 0, lacking: exists && missing.length > 0 };
  });
  return {
    on: links.flatMap((one) => (one.any ? [one.name] : [])),
    off: links.flatMap((one) => (one.lacking ? [one.name] : [])),
  };
}

/** Enabling or disabling a unit does the same to those in its Also=: what the playbook wants of them is put right after it. */
export function mendAlso(verb: Linking, unit: DesiredUnit, view: View, planned: Planned): Part {
  const wanted = verb === 'disable';
  const hit = companionsOf(unit.name, view, planned).filter(({ enabled }) => enabled === wanted);
  const clash = hit.find((one) =>
    companionsOf(one.name, one.view, planned).some(({ name }) => name === unit.name),
  );
  if (clash !== undefined) {
    return blocked(
      `${unit.name} and ${clash.name} have each other in Also=, and the playbook wants one of them enabled and the other not`,
    );
  }
  const because = `Also= of ${unit.name} has it ${wanted ? 'disabled' : 'enabled'} too`;
  const verbs = { scope: unit.scope, do: wanted ? 'enable' : 'disable', phase: 'enablement' } as const;
  return { steps: hit.map(({ name }): ProposedStep => ({ ...verbs, unit: name, because })) };
}
