import type { Linking, ProposedStep } from '../../model/step.ts';
import type { DesiredUnit } from './desired.ts';
import { linksAbout } from './lookup.ts';
import { blocked, type Part } from './part.ts';
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
      if (isMasked(one) && declared?.masked !== false) continue;
      found.set(also, one);
      follow(one.view);
    }
  };
  follow(view);
  return [...found.values()];
}

/** Of a unit whose files nobody looked at, only the link tells. */
function isMasked({ name, view: { mask, manager } }: Companion): boolean {
  const places = [manager.directory, manager.runtime].map((directory) => `${directory}/${name}`);
  return (
    mask !== undefined ||
    manager.links.some(({ path, target }) => target === '/dev/null' && places.includes(path))
  );
}

/** Of the units in Also= those of which the playbook says nothing itself, by whether they are enabled. */
export function alsoEnabled(
  name: string,
  view: View,
  planned: Planned,
): { readonly on: readonly string[]; readonly off: readonly string[] } {
  const silent = companionsOf(name, view, planned).filter(({ enabled }) => enabled === undefined);
  const states = silent.flatMap((one) => (one.view.install === null ? [] : [[one.name, isOn(one)] as const]));
  const names = (state: boolean): readonly string[] =>
    states.filter(([, on]) => on === state).map(([one]) => one);
  return { on: names(true), off: names(false) };
}

/** Of a unit whose file nobody looked at, any link of its own will do. */
function isOn({ name, view }: Companion): boolean {
  const { directory, systemd } = view.manager;
  const links = linksAbout(linkNames(name, view.install ?? null), view.manager);
  const { enabled, stale } = enablementOf(name, links, view.install ?? null, { directory, systemd });
  return view.install === undefined ? stale.length > 0 : enabled;
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
