import type { Json } from '../../model/json.ts';
import type { Actual, TreeSeen } from './actual.ts';

/** Observed facts of one tree: the way to it, when a run of ours last changed it, and every entry by its path. */
export function factsOf(seen: TreeSeen): Readonly<Record<string, Json>> {
  return {
    way: seen.parents.map(({ record }) => record),
    changed: seen.changedAt ?? null,
    ...Object.fromEntries([...seen.entries.values()].map(({ path, record }) => [`./${path}`, record])),
  };
}

/** The same by the name behind `tree/`. */
export function factsByName(name: string, actual: Actual): Readonly<Record<string, Json>> {
  const seen = actual.get(`/${name}`);
  return seen === undefined ? {} : factsOf(seen);
}
