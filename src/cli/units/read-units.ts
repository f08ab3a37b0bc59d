import type { HostUnits } from '../../model/unit-status.ts';
import { unitStatuses } from '../../snapshot/status.ts';
import { exitCodes } from '../exit-code.ts';
import type { Frame } from '../frame.ts';
import { interruptedLook } from '../interrupted.ts';
import type { Flags } from '../options.ts';
import { chooseHosts, openHosts, type ChosenHosts } from './hosts.ts';
import { choosePatterns } from './patterns.ts';
import { seeUnits } from './see.ts';

/** Which units of which hosts a command line means. */
export interface Asked {
  readonly chosen: ChosenHosts;
  readonly patterns: readonly string[];
}

/** HOST words and patterns; what is wrong is written to `frame.err`, and comes back as an exit code. */
export async function askedUnits(
  words: readonly string[],
  flags: Flags,
  frame: Frame,
): Promise<Asked | number> {
  const chosen = await chooseHosts(words, flags, frame);
  if (typeof chosen === 'number') return chosen;
  const patterns = choosePatterns(flags, chosen.settings, frame);
  return typeof patterns === 'number' ? patterns : { chosen, patterns };
}

/** How the units stand on each host, after one look. */
export function readUnits(asked: Asked, flags: Flags, frame: Frame): Promise<readonly HostUnits[] | number> {
  return withLooks(asked, { flags, frame }, (look) => look(false));
}

/** Looks at the hosts, and with `again` leaves the lines to them open for the next time. */
export type Look = (again: boolean) => Promise<readonly HostUnits[] | number>;

/** Opens the way to the hosts once, however often they are looked at then. */
export async function withLooks<T>(
  { chosen, patterns }: Asked,
  { flags, frame }: { readonly flags: Flags; readonly frame: Frame },
  use: (look: Look) => Promise<T>,
): Promise<T | number> {
  const reach = await openHosts(chosen, flags, frame);
  if (typeof reach === 'number') return reach;
  const read = (_: string, actual: Parameters<typeof unitStatuses>[0]): ReturnType<typeof unitStatuses> =>
    unitStatuses(actual, patterns);
  try {
    return await use(async (again) => {
      const seen = await seeUnits({ chosen, patterns, read, again }, reach, frame);
      const hosts = seen.map((one) => ('value' in one ? { host: one.host, units: one.value } : one));
      return interruptedLook(frame) ?? hosts;
    });
  } finally {
    await reach.close();
  }
}

/** Says which hosts could not be looked at, and which have no such unit. Gives the exit code. */
export function sayUnseen(hosts: readonly HostUnits[], { patterns }: Asked, frame: Frame): number {
  const unseen = hosts.flatMap((one) => ('unseen' in one ? [one] : []));
  for (const { host, unseen: why } of unseen) frame.err.write(`! ${host}: ${why}\n`);
  const empty = hosts.filter((one) => 'units' in one && one.units.length === 0);
  for (const { host } of empty)
    frame.err.write(`${host}: no unit matches ${patterns.join(' ')}; see \`units scan --explain NAME\`\n`);
  if (unseen.length > 0) return exitCodes.unreachable;
  return empty.length === hosts.length ? exitCodes.error : exitCodes.done;
}
