import type { Difference } from '../model/plan.ts';
import { changeText } from './change-text.ts';
import { counted } from './counted.ts';
import { textOf } from './plan-text.ts';
import { textStyle, type TextOptions } from './text-style.ts';

/** How one unit differs between two places. */
export interface DifferingUnit {
  readonly name: string;
  readonly differences: readonly Difference[];
}

/** What leads from one place's units to the other's, for a person. `between` are the places' names, safe to show. */
export function unitDiffText(
  units: readonly DifferingUnit[],
  [from, to]: readonly [from: string, to: string],
  options: TextOptions,
): string {
  const style = textStyle(options, 'plan');
  if (units.length === 0) return textOf([[style.paint.green(`${from} and ${to}: no difference.`)]]);
  const blocks = units.map(({ name, differences }) =>
    changeText({ address: `unit/${name}`, differences, steps: [] }, style),
  );
  const legend = style.paint.dim(`- and the first value are ${from}'s, + and the second ${to}'s.`);
  return textOf([
    ...blocks,
    [`${counted(units.length, 'unit')} differ${units.length === 1 ? 's' : ''}. ${legend}`],
  ]);
}
