import { join } from 'node:path';

import type { DesiredUnit } from '../../kinds/unit/desired.ts';
import { matchesUnit } from '../../kinds/unit/glob.ts';
import { without } from '../../model/without.ts';
import { onlyFiles } from '../../snapshot/desired.ts';
import { pulledFrom } from '../../snapshot/pulled-directory.ts';
import { exitCodes } from '../exit-code.ts';
import type { Frame } from '../frame.ts';
import type { Flags } from '../options.ts';
import type { Bringing } from './bring.ts';
import { declaredFor } from './diff-places.ts';
import { readPatterns } from './patterns.ts';

/**
 * The units that a pull wrote into a directory, as its playbook declares them for the host that they came from; undefined
 * where no pull wrote it. What is wrong is written, and comes back as an exit code.
 */
export async function pulledUnits(
  { directory, word }: { readonly directory: string; readonly word: string },
  flags: Flags,
  frame: Frame,
): Promise<Omit<Bringing, 'to' | 'command'> | number | undefined> {
  const playbook = join(directory, 'playbook.yaml');
  const host = await pulledFrom(playbook).catch(() => undefined);
  if (host === undefined) return undefined;
  const patterns = flags.match === undefined ? ['*'] : readPatterns(flags.match, frame);
  if (typeof patterns === 'number') return patterns;
  const desired = await declaredFor(playbook, host, flags, frame);
  if (typeof desired === 'number') return desired;
  const plain = desired.filter((one) => one.type === 'unit').filter(isPlain);
  const units = plain
    .filter(({ name }) => patterns.some((pattern) => matchesUnit(pattern, name)))
    // Of another host's template, what instances it has besides is its own affair.
    .map((unit) => ({ ...without(unit, 'instances'), strict: false }))
    .map((unit) => (flags.filesOnly === true ? onlyFiles(unit) : unit));
  if (units.length === 0) {
    frame.err.write(`error: ${word} declares no unit${flags.match ? ' that --match leaves' : ''}\n`);
    return exitCodes.error;
  }
  const others = desired.length - plain.length;
  const notes = others === 0 ? [] : [`entries that are no unit's to be there are left out: ${others}`];
  return { host, live: false, where: `in ${word}`, units, notes };
}

function isPlain({ scope, absent }: DesiredUnit): boolean {
  return scope === 'system' && absent !== true;
}
