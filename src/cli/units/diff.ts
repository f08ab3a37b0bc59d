import { printable } from '../../model/printable.ts';
import { jsonLine } from '../../report/json-line.ts';
import { unitDiffText } from '../../report/unit-diff-text.ts';
import { snapshotDifferences } from '../../snapshot/difference.ts';
import { exitCodes } from '../exit-code.ts';
import type { Verb } from '../frame.ts';
import { presentation } from '../presentation.ts';
import { readSides } from './diff-sides.ts';

/** `units diff <one> <other>`: what leads from the one's units to the other's. Changes nothing. */
export const diff: Verb = async ([one = '', other = ''], flags, frame) => {
  const sides = await readSides([one, other], flags, frame);
  if (typeof sides === 'number') return sides;
  const units = snapshotDifferences(...sides);
  const names = [printable(one), printable(other)] as const;
  if (flags.json === true) frame.out.write(jsonLine({ format: 1, from: one, to: other, units }));
  else if (flags.quiet !== true || units.length > 0)
    frame.out.write(unitDiffText(units, names, presentation(frame.out, flags, frame)));
  return flags.detailedExitcode === true && units.length > 0 ? exitCodes.changes : exitCodes.done;
};
