import type { DesiredUnit } from '../../kinds/unit/desired.ts';
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
  /** Whose they are. */
  readonly host: string;
  /** They are what that host has right now, and not what somebody kept of it. */
  readonly live: boolean;
  /** For a reader: `in the backup`. */
  readonly where: string;
  readonly units: readonly DesiredUnit[];
  /** What of it cannot be asked of a host. */
  readonly notes: readonly string[];
  readonly to: ChosenHosts;
  /** What was typed, without flags: verb and words. */
  readonly command: readonly string[];
  /** Hears at the end which hosts are as planned. */
  readonly settled?: (hosts: ChosenHosts) => Promise<void>;
}

/** Units of a host as it is now, or as a backup kept it. */
export function unitsOf(
  snapshot: Snapshot,
  live: boolean,
  part: Part = {},
): Pick<Bringing, 'host' | 'live' | 'where' | 'units' | 'notes'> {
  const { host } = snapshot;
  return { host, live, where: live ? `on ${host}` : 'in the backup', ...desiredOf(snapshot, part) };
}

/**
 * Brings units to hosts, by the one way in which units are changed: what those hosts have besides stays, and so does what
 * is critical. Gives the exit code.
 */
export async function bring(
  { host: from, live, where, units, notes, to, command, settled }: Bringing,
  flags: Flags,
  frame: Frame,
): Promise<number> {
  for (const note of notes) frame.err.write(`${from}: ${note}\n`);
  const hosts = to.hosts.filter(({ name }) => !live || name !== from);
  if (hosts.length < to.hosts.length) frame.err.write(`${from}: has its units already\n`);
  if (hosts.length === 0) return exitCodes.error;
  const via = { why: `it is so ${where}`, wayOut: 'leave it out with --match' };
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
  const order = {
    ...{ chosen: { ...to, hosts }, changes, command },
    ...(settled && {
      settled: (names: readonly string[]) =>
        settled({ ...to, hosts: hosts.filter(({ name }) => names.includes(name)) }),
    }),
  };
  return changeUnits(order, flags, frame);
}
