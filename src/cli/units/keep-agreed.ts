import { printable } from '../../model/printable.ts';
import { agreedOn } from '../../snapshot/alike.ts';
import { hostDirectory } from '../../snapshot/backups.ts';
import { exactly } from '../../snapshot/patterns.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { readBase, writeBase } from '../../snapshot/sync-base.ts';
import { takeSnapshot } from '../../snapshot/take.ts';
import type { Frame } from '../frame.ts';
import type { Flags } from '../options.ts';
import { lockSync, onDisk, syncDirectory, type Problem } from '../sync-state.ts';
import type { ChosenHosts } from './hosts.ts';
import { readAll } from './snapshots.ts';

/**
 * Looks at hosts to which this machine's units were pushed, and keeps those that are the same on both sides for the next
 * `units sync`, so that it knows who changed what since. A host of which it cannot is told of: its next sync goes by what
 * was agreed on before.
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
  for (const remote of remotes) {
    const why = await keepOne(local, remote, frame);
    if (why !== undefined)
      frame.err.write(`${printable(`${remote.host}: the next sync goes without it: ${why}`)}\n`);
  }
}

async function keepOne(local: Snapshot, remote: Snapshot, frame: Frame): Promise<string | undefined> {
  const directory = syncDirectory(hostDirectory(remote.host), frame);
  const lock = await lockSync({ directory, word: remote.host }, frame);
  if ('problem' in lock) return lock.problem;
  try {
    const kept = await onDisk(readBase(directory));
    if (kept !== undefined && 'problem' in kept) return kept.problem;
    const agreed = agreedOn(kept?.snapshot, local, remote);
    const written = await onDisk<Problem | undefined>(writeBase(directory, agreed).then(() => undefined));
    return written?.problem;
  } finally {
    await lock.release();
  }
}
