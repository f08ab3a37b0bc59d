import { resolve } from 'node:path';

import type { Host } from '../../model/host.ts';
import { printable } from '../../model/printable.ts';
import { desiredOf, type Part } from '../../snapshot/desired.ts';
import { fitting } from '../../snapshot/fitting.ts';
import { findSnapshot } from '../../snapshot/find.ts';
import { readSnapshot } from '../../snapshot/read.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { surplus } from '../../snapshot/surplus.ts';
import { refuseUnapprovable } from '../approval.ts';
import { exitCodes } from '../exit-code.ts';
import type { Frame, Verb } from '../frame.ts';
import type { Flags } from '../options.ts';
import { changeUnits, type HostChange } from './change.ts';
import { chooseHosts, type ChosenHosts } from './hosts.ts';
import { choosePatterns, readPatterns } from './patterns.ts';

/** `units install <backup> [host...]`: brings hosts back to what a backup kept of them, as a plan. */
export const install: Verb = async ([backup = '', ...words], flags, frame) => {
  const refused = refuseUnapprovable(flags, frame);
  if (refused !== undefined) return refused;
  const part = partOf(flags, frame);
  if (typeof part === 'number') return part;
  const chosen = await chooseHosts(words, flags, frame);
  if (typeof chosen === 'number') return chosen;
  const changes: HostChange[] = [];
  for (const host of chosen.hosts) {
    const read = await snapshotFor(backup, host, frame);
    if (typeof read === 'number') return read;
    const snapshot = withPatterns(read, chosen, flags, frame);
    if (typeof snapshot === 'number') return snapshot;
    const change = changeTo(snapshot, { host, part, prune: flags.prune === true }, frame);
    if (change.units.length === 0 && flags.prune !== true)
      return fail(`${backup} has no unit${part.only === undefined ? '' : ' that --only leaves'}`, frame);
    changes.push(change);
  }
  return changeUnits({ chosen, changes, command: ['units', 'install', backup, ...words] }, flags, frame);
};

/** What of a backup is wanted, by the flags. */
export function partOf({ only, filesOnly, statesOnly }: Flags, frame: Frame): Part | number {
  if (filesOnly === true && statesOnly === true) {
    frame.err.write('error: --files-only and --states-only together leave nothing to do\n');
    return exitCodes.usage;
  }
  const globs = only && readPatterns(only, frame);
  if (typeof globs === 'number') return globs;
  return {
    ...(globs && { only: globs }),
    ...(filesOnly === true && { filesOnly }),
    ...(statesOnly === true && { statesOnly }),
  };
}

/** What a backup kept that is meant for this host; what is wrong is written to `frame.err`. */
export async function snapshotFor(path: string, host: Host, frame: Frame): Promise<Snapshot | number> {
  const found = await findSnapshot(resolve(frame.cwd, path), host.name);
  if ('problem' in found) return fail(`${printable(path)}: ${found.problem}`, frame);
  const read = await readSnapshot(found.directory);
  return 'problem' in read ? fail(`${printable(path)}: ${read.problem}`, frame) : read.snapshot;
}

/** Of the scripts' backups only the configured patterns tell what they would have had. */
function withPatterns(
  snapshot: Snapshot,
  { settings }: ChosenHosts,
  flags: Flags,
  frame: Frame,
): Snapshot | number {
  if (flags.prune !== true || snapshot.patterns.length > 0) return snapshot;
  const patterns = choosePatterns(flags, settings, frame);
  return typeof patterns === 'number' ? patterns : { ...snapshot, patterns };
}

interface Wanted {
  readonly host: Host;
  readonly part: Part;
  readonly prune: boolean;
}

/** What of the backup cannot be had is said: when it is read, or once it is known what the host has. */
function changeTo(snapshot: Snapshot, { host, part, prune }: Wanted, frame: Frame): HostChange {
  const say = (note: string): void => frame.err.write(`${host.name}: ${note}\n`);
  const { units, notes } = desiredOf(snapshot, part);
  for (const note of [...snapshot.notes, ...notes]) say(note);
  const decide: HostChange['decide'] = (now) => {
    const fit = fitting(units, now);
    for (const name of fit.missing) say(`${name}: left out, there is no file of it here or in the backup`);
    return prune ? [...fit.units, ...surplus(now, snapshot, part)] : fit.units;
  };
  return { host, units, patterns: prune ? snapshot.patterns : [], decide };
}

function fail(why: string, frame: Frame): number {
  frame.err.write(`error: ${why}\n`);
  return exitCodes.error;
}
