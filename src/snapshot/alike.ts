import { merge } from './merge.ts';
import { movesOf } from './moves.ts';
import type { Snapshot } from './snapshot.ts';
import { joinBase } from './sync-base.ts';

/**
 * What two hosts agree on as they are, without anything being moved: the units that both have, and that a merge would
 * leave alone. Of all others, what was agreed on before holds. A pure function.
 */
export function agreedOn(base: Snapshot | undefined, local: Snapshot, remote: Snapshot): Snapshot {
  const there = new Set(remote.units.map(({ name }) => name));
  const both = new Set(local.units.flatMap(({ name }) => (there.has(name) ? [name] : [])));
  const [here, other] = [onlyUnits(local, both), onlyUnits(remote, both)];
  const merged = merge({ base: base && onlyUnits(base, both), local: here, remote: other });
  const unsettled = [
    ...merged.conflicts,
    ...merged.held,
    ...movesOf(here, merged.local, ''),
    ...movesOf(other, merged.remote, ''),
  ];
  const alike = new Set(both);
  for (const { name } of unsettled) alike.delete(name);
  const before = base?.units.filter(({ name }) => !alike.has(name)) ?? [];
  return joinBase(onlyUnits(merged.base, alike), before);
}

function onlyUnits(snapshot: Snapshot, names: ReadonlySet<string>): Snapshot {
  return { ...snapshot, units: snapshot.units.filter(({ name }) => names.has(name)) };
}
