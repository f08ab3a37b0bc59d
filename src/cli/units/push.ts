import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';

import { printable } from '../../model/printable.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { refuseUnapprovable } from '../approval.ts';
import { exitCodes } from '../exit-code.ts';
import type { Frame, Verb } from '../frame.ts';
import type { Flags } from '../options.ts';
import { backupAt } from './backup-at.ts';
import { bring, unitsOf, type Bringing } from './bring.ts';
import { chooseHosts } from './hosts.ts';
import { keepAgreed } from './keep-agreed.ts';
import { choosePatterns } from './patterns.ts';
import { pulledUnits } from './pulled-units.ts';
import { chooseOne, sayNone, snapshotsOf } from './snapshots.ts';

/** `units push <host...> [--from <dir-or-host>]`: this machine's units, a backup's or another host's go to hosts. */
export const push: Verb = async (words, flags, frame) => {
  const refused = refuseUnapprovable(flags, frame);
  if (refused !== undefined) return refused;
  const to = await chooseHosts(words, flags, frame);
  if (typeof to === 'number') return to;
  const source = await sourceOf(flags, frame);
  if (typeof source === 'number') return source;
  return bring({ ...source, to, command: ['units', 'push', ...words] }, flags, frame);
};

type Source = Omit<Bringing, 'to' | 'command'>;

/** A pair's base is that of this machine and a host: of a directory, or another host, there is none to keep. */
function keeping(snapshot: Snapshot, flags: Flags, frame: Frame): Pick<Source, 'settled'> {
  if (flags.from !== undefined) return {};
  return { settled: (hosts) => keepAgreed(snapshot, hosts, flags, frame) };
}

async function sourceOf(flags: Flags, frame: Frame): Promise<Source | number> {
  const { from } = flags;
  const directory = from === undefined ? undefined : resolve(frame.cwd, from);
  const isKept = directory !== undefined && (await isDirectory(directory));
  const pulled = isKept
    ? await pulledUnits({ directory, word: printable(from ?? '') }, flags, frame)
    : undefined;
  if (pulled !== undefined) return pulled;
  const snapshot = isKept
    ? await backupAt({ path: from ?? '' }, flags, frame)
    : await liveUnits(flags, frame);
  if (typeof snapshot === 'number') return snapshot;
  if (snapshot.units.length === 0) return sayNone(snapshot, frame);
  const units = unitsOf(snapshot, !isKept, flags.filesOnly === true ? { filesOnly: true } : {});
  return { ...units, ...keeping(snapshot, flags, frame) };
}

/** This machine's, or those of the host that --from names. */
async function liveUnits(flags: Flags, frame: Frame): Promise<Snapshot | number> {
  const chosen = await chooseOne(flags.from, flags, frame);
  if (typeof chosen === 'number') return chosen;
  const patterns = choosePatterns(flags, chosen.settings, frame);
  if (typeof patterns === 'number') return patterns;
  const snapshots = await snapshotsOf({ chosen, patterns }, flags, frame);
  if (typeof snapshots === 'number') return snapshots;
  return snapshots[0] ?? exitCodes.error;
}

/** A word is a directory where there is one of that name, else a host. */
async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}
