import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';

import { printable } from '../../model/printable.ts';
import { matchesUnit } from '../../kinds/unit/glob.ts';
import { findSnapshot } from '../../snapshot/find.ts';
import { readSnapshot } from '../../snapshot/read.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { refuseUnapprovable } from '../approval.ts';
import { exitCodes } from '../exit-code.ts';
import type { Frame, Verb } from '../frame.ts';
import type { Flags } from '../options.ts';
import { bring, type Bringing } from './bring.ts';
import { chooseHosts } from './hosts.ts';
import { choosePatterns, readPatterns } from './patterns.ts';
import { chooseOne, sayNone, snapshotsOf } from './snapshots.ts';

/** `units push <host...> [--from <dir-or-host>]`: this machine's units, a backup's or another host's go to hosts. */
export const push: Verb = async (words, flags, frame) => {
  const refused = refuseUnapprovable(flags, frame);
  if (refused !== undefined) return refused;
  const to = await chooseHosts(words, flags, frame);
  if (typeof to === 'number') return to;
  const source = await sourceOf(flags, frame);
  if (typeof source === 'number') return source;
  const { snapshot } = source;
  if (snapshot.units.length === 0) return sayNone(snapshot, frame);
  const part = flags.filesOnly === true ? { filesOnly: true } : {};
  return bring({ ...source, part, to, command: ['units', 'push', ...words] }, flags, frame);
};

async function sourceOf(flags: Flags, frame: Frame): Promise<Pick<Bringing, 'snapshot' | 'live'> | number> {
  const { from } = flags;
  if (from !== undefined && (await isDirectory(resolve(frame.cwd, from)))) {
    const kept = await backupAt(from, flags, frame);
    return typeof kept === 'number' ? kept : { snapshot: kept, live: false };
  }
  const chosen = await chooseOne(from, flags, frame);
  if (typeof chosen === 'number') return chosen;
  const patterns = choosePatterns(flags, chosen.settings, frame);
  if (typeof patterns === 'number') return patterns;
  const snapshots = await snapshotsOf({ chosen, patterns }, flags, frame);
  if (typeof snapshots === 'number') return snapshots;
  const [snapshot] = snapshots;
  return snapshot === undefined ? exitCodes.error : { snapshot, live: true };
}

/** A backup holds what was chosen when it was made; --match chooses among that. */
export async function backupAt(path: string, { match }: Flags, frame: Frame): Promise<Snapshot | number> {
  const patterns = match && readPatterns(match, frame);
  if (typeof patterns === 'number') return patterns;
  const found = await findSnapshot(resolve(frame.cwd, path), '');
  const read = 'problem' in found ? found : await readSnapshot(found.directory);
  if ('problem' in read) {
    frame.err.write(`error: ${printable(path)}: ${read.problem}\n`);
    return exitCodes.error;
  }
  const { snapshot } = read;
  for (const note of snapshot.notes) frame.err.write(`${printable(path)}: ${note}\n`);
  if (patterns === undefined) return snapshot;
  const units = snapshot.units.filter(({ name }) => patterns.some((one) => matchesUnit(one, name)));
  return { ...snapshot, patterns, units };
}

/** A word is a directory where there is one of that name, else a host. */
async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}
