import type { Json } from '../../model/json.ts';
import type { Actual, ManagerSeen } from './actual.ts';
import { digestOf } from './compare-files.ts';
import type { DesiredUnit } from './desired.ts';
import { basename, filesIn, linksAbout } from './lookup.ts';
import type { Scope } from '../../model/step.ts';

/** Observed facts of one unit by name, short: what a plan rests on, and what is looked at again before a saved one is used. */
export function factsOf(name: string, manager: ManagerSeen): Readonly<Record<string, Json>> {
  const own = `${manager.directory}/${name}`;
  const dropIns = filesIn(`${own}.d`, manager);
  const shown = manager.units.get(name);
  return {
    file: digestOf(manager.files.get(own)),
    ...Object.fromEntries(dropIns.map((file) => [`drop_ins/${basename(file.path)}`, digestOf(file)])),
    drop_ins: dropIns.map(({ path }) => basename(path)).sort(),
    mask: maskOf(name, manager),
    links: linksAbout([name], manager)
      .map(({ path }) => path)
      .sort(),
    active: shown?.activeState ?? 'inactive',
    invocation: shown?.invocationId ?? '',
    linger: manager.linger ?? null,
  };
}

/** The same for an address's name (`user:NAME/UNIT` is a unit of that user's manager). */
export function factsByName(name: string, actual: Actual): Readonly<Record<string, Json>> {
  const unit = named(name);
  const manager = actual.get(unit.scope);
  return manager === undefined ? {} : factsOf(unit.name, manager);
}

/** The least that a name says: enough to look at the unit. */
export function named(name: string): DesiredUnit {
  const at = name.startsWith('user:') ? name.indexOf('/') : -1;
  const scope: Scope = at === -1 ? 'system' : (name.slice(0, at) as Scope);
  return { type: 'unit', scope, name: name.slice(at + 1), strict: false };
}

function maskOf(name: string, manager: ManagerSeen): string | null {
  const found = manager.path
    .map((directory) => manager.files.get(`${directory}/${name}`))
    .find((file) => file !== undefined);
  return found?.target === '/dev/null' || found?.bytes?.length === 0 ? found.path : null;
}
