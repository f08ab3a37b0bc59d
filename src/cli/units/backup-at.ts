import { resolve } from 'node:path';

import { matchesUnit } from '../../kinds/unit/glob.ts';
import { printable } from '../../model/printable.ts';
import { findSnapshot } from '../../snapshot/find.ts';
import { readSnapshot } from '../../snapshot/read.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { exitCodes } from '../exit-code.ts';
import type { Frame } from '../frame.ts';
import type { Flags } from '../options.ts';
import { readPatterns } from './patterns.ts';

/**
 * A backup holds what was chosen when it was made; --match chooses among that. Of several hosts' it is that of the host.
 * What is wrong is written to `frame.err`, and comes back as an exit code.
 */
export async function backupAt(
  { path, host = '' }: { readonly path: string; readonly host?: string },
  { match }: Flags,
  frame: Frame,
): Promise<Snapshot | number> {
  const patterns = match && readPatterns(match, frame);
  if (typeof patterns === 'number') return patterns;
  const found = await findSnapshot(resolve(frame.cwd, path), host);
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
