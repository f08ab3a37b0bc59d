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
export async function askedUnits(words: readonly string[], flags: Flags, frame: Frame): Promise<Asked | number> {
  const chosen = await chooseHosts(words, flags, frame);
  if (typeof chosen === 'number') return chosen;
  const patterns = choosePatterns(flags, chosen.settings, frame);
  return typeof patterns === 'number' ? patterns : { chosen, patterns };
}

/** How the units stand on each host, after one look. */
export async function readUnits(
  { chosen, patterns }: Asked,
  flags: Flags,
  frame: Frame,
): Promise<readonly HostUnits[] | number> {
  const reach = await openHosts(chosen, flags, frame);
  if (typeof reach === 'number') return reach;
  try {
    const read = (_: string, actual: Parameters<typeof unitStatuses>[0]): HostUnits['units'] =>
      unitStatuses(actual, patterns);
    const seen = await seeUnits({ chosen, patterns, read }, reach, frame);
    return (
      interruptedLook(frame) ??
      seen.map((one) => ('value' in one ? { host: one.host, units: one.value } : one))
    );
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
