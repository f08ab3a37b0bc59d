import { desiredOf, type Part } from '../../snapshot/desired.ts';
import { fitting } from '../../snapshot/fitting.ts';
import { exactly } from '../../snapshot/patterns.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { exitCodes } from '../exit-code.ts';
import type { Frame } from '../frame.ts';
import type { Flags } from '../options.ts';
import { changeUnits, type HostChange } from './change.ts';
import type { ChosenHosts } from './hosts.ts';

/** Units of one place that are to be on hosts. */
export interface Bringing {
  readonly snapshot: Snapshot;
  /** They are what that host has right now, and not what a backup kept of it. */
  readonly live: boolean;
  readonly part: Part;
  readonly to: ChosenHosts;
  /** What was typed, without flags: verb and words. */
  readonly command: readonly string[];
}

/**
 * Brings units to hosts, by the one way in which units are changed: what those hosts have besides stays, and so does what
 * is critical. Gives the exit code.
 */
export async function bring(
  { snapshot, live, part, to, command }: Bringing,
  flags: Flags,
  frame: Frame,
): Promise<number> {
  const { units, notes } = desiredOf(snapshot, part);
  for (const note of notes) frame.err.write(`${snapshot.host}: ${note}\n`);
  const hosts = to.hosts.filter(({ name }) => !live || name !== snapshot.host);
  if (hosts.length < to.hosts.length) frame.err.write(`${snapshot.host}: has its units already\n`);
  if (hosts.length === 0) return exitCodes.error;
  const via = {
    why: `it is so ${live ? `on ${snapshot.host}` : 'in the backup'}`,
    wayOut: 'leave it out with --match',
  };
  const wanted = units.map((unit) => ({ ...unit, via }));
  const changes = hosts.map((host): HostChange => ({
    host,
    units: wanted,
    patterns: units.map(({ name }) => exactly(name)),
    decide: (now) => {
      const { units: fit, missing } = fitting(wanted, now);
      for (const name of missing)
        frame.err.write(`${host.name}: ${name} is left out, there is no file of it on either host\n`);
      return fit;
    },
  }));
  return changeUnits({ chosen: { ...to, hosts }, changes, command }, flags, frame);
}
