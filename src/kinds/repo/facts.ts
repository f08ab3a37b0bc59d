import type { Json } from '../../model/json.ts';
import { digestOf } from '../units.ts';
import type { Actual, RepoSeen } from './actual.ts';

/** Observed facts of one repository, short: each file of ours by its path, the commit, the timer. */
export function factsOf(seen: RepoSeen): Readonly<Record<string, Json>> {
  return {
    ...Object.fromEntries([...seen.files.values()].map((file) => [file.path, digestOf(file)])),
    accepted: seen.accepted ?? null,
    paused: seen.paused,
    timer: seen.timer,
  };
}

/** The same by the name behind `repo/`. */
export function factsByName(name: string, actual: Actual): Readonly<Record<string, Json>> {
  const seen = actual.get(name);
  return seen === undefined ? {} : factsOf(seen);
}

/** The facts of these names; what is not there is null. */
export function evidenceOf(seen: RepoSeen, fields: readonly string[]): Readonly<Record<string, Json>> {
  const facts = factsOf(seen);
  return Object.fromEntries(fields.map((field) => [field, facts[field] ?? null]));
}
