import { without } from '../../model/without.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { takeSnapshot } from '../../snapshot/take.ts';
import { exitCodes } from '../exit-code.ts';
import type { Frame } from '../frame.ts';
import { interruptedLook } from '../interrupted.ts';
import type { Flags } from '../options.ts';
import { chooseHosts, openHosts, type ChosenHosts } from './hosts.ts';
import type { Asked } from './read-units.ts';
import { seeUnits, type Seeing } from './see.ts';

/**
 * The one host that a word means, whatever --limit says of others; without a word, this machine. What is wrong is written
 * to `frame.err`, and comes back as an exit code.
 */
export async function chooseOne(
  word: string | undefined,
  flags: Flags,
  frame: Frame,
): Promise<ChosenHosts | number> {
  const chosen = await chooseHosts(word === undefined ? [] : [word], without(flags, 'limit'), frame);
  if (typeof chosen === 'number' || chosen.hosts.length === 1) return chosen;
  frame.err.write(`error: ${word ?? ''} is ${chosen.hosts.length} hosts, and one is meant\n`);
  return exitCodes.usage;
}

/** One look at each of the hosts, which must all answer: what `read` makes of them, in their order, or an exit code. */
export async function readAll<T>(
  { chosen, patterns }: Asked,
  read: Seeing<T>['read'],
  flags: Flags,
  frame: Frame,
): Promise<readonly T[] | number> {
  const reach = await openHosts(chosen, flags, frame);
  if (typeof reach === 'number') return reach;
  try {
    const seen = await seeUnits({ chosen, patterns, read }, reach, frame);
    const interrupted = interruptedLook(frame);
    if (interrupted !== undefined) return interrupted;
    const unseen = seen.flatMap((one) => ('unseen' in one ? [one] : []));
    for (const one of unseen) frame.err.write(`! ${one.host}: ${one.unseen}\n`);
    return unseen.length > 0
      ? exitCodes.unreachable
      : seen.flatMap((one) => ('value' in one ? [one.value] : []));
  } finally {
    await reach.close();
  }
}

/** The same, giving snapshots; what they could not keep is told of. */
export async function snapshotsOf(
  asked: Asked,
  flags: Flags,
  frame: Frame,
): Promise<readonly Snapshot[] | number> {
  const taken = frame.now().toISOString();
  const { patterns } = asked;
  const snapshots = await readAll(
    asked,
    (host, actual) => takeSnapshot(actual, { host, taken, patterns }),
    flags,
    frame,
  );
  if (typeof snapshots === 'number') return snapshots;
  for (const { host, notes } of snapshots) for (const note of notes) frame.err.write(`${host}: ${note}\n`);
  return snapshots;
}

/** Says that a host has none of the units that are asked for. */
export function sayNone({ host, patterns }: Snapshot, frame: Frame): number {
  frame.err.write(`error: ${host} has no unit that matches ${patterns.join(' ')}\n`);
  return exitCodes.error;
}
