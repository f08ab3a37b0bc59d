import type { DesiredUnit } from '../kinds/unit/desired.ts';
import { templateOf } from '../kinds/unit/name.ts';
import type { Snapshot } from './snapshot.ts';

/** What can be asked of a host, and the names of the units that it has no file for and is brought none. */
export interface Fitting {
  readonly units: readonly DesiredUnit[];
  readonly missing: readonly string[];
}

/** Units of one host as another is to have them: the state of a package's unit says nothing where the package is not. */
export function fitting(units: readonly DesiredUnit[], now: Snapshot): Fitting {
  const there = new Set(now.units.map(({ name }) => name));
  // A mask needs no file that it could hide.
  const brought = new Set(
    units.flatMap(({ name, file, masked }) => (file === undefined && masked !== true ? [] : [name])),
  );
  const fits = (name: string): boolean => {
    const template = templateOf(name) ?? name;
    return [there, brought].some((names) => names.has(name) || names.has(template));
  };
  return {
    units: units.filter(({ name }) => fits(name)),
    missing: units.flatMap((unit) => (fits(unit.name) || !asksForState(unit) ? [] : [unit.name])),
  };
}

function asksForState({ enabled, active, masked }: DesiredUnit): boolean {
  return enabled !== undefined || active !== undefined || masked === true;
}
