import { agreedOn } from '../../snapshot/alike.ts';
import { exactly } from '../../snapshot/patterns.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { readBase, writeBase } from '../../snapshot/sync-base.ts';
import { takeSnapshot } from '../../snapshot/take.ts';
import type { Frame } from '../frame.ts';
import type { Flags } from '../options.ts';
import { keepForSync, onDisk, type Problem } from '../sync-state.ts';
import type { ChosenHosts } from './hosts.ts';
import { readAll } from './snapshots.ts';

/**
 * Looks at hosts to which this machine's units were pushed, and keeps those that are the same on both sides for the next
 * `units sync`, so that it knows who changed what since.
 */
export async function keepAgreed(
  local: Snapshot,
  to: ChosenHosts,
  flags: Flags,
  frame: Frame,
): Promise<void> {
  const taken = frame.now().toISOString();
  const patterns = local.units.map(({ name }) => exactly(name));
  const remotes = await readAll(
    { chosen: to, patterns },
    (host, actual) => takeSnapshot(actual, { host, taken, patterns }),
    flags,
    frame,
  );
  if (typeof remotes === 'number') return;
  for (const remote of remotes)
    await keepForSync(remote.host, (directory) => keepOne(directory, local, remote), frame);
}

async function keepOne(directory: string, local: Snapshot, remote: Snapshot): Promise<string | undefined> {
  const kept = await onDisk(readBase(directory));
  if (kept !== undefined && 'problem' in kept) return kept.problem;
  const agreed = agreedOn(kept?.snapshot, local, remote);
  const written = await onDisk<Problem | undefined>(writeBase(directory, agreed).then(() => undefined));
  return written?.problem;
}
