import type { Difference } from '../model/plan.ts';
import { printable } from '../model/printable.ts';
import { differenceText } from './change-text.ts';
import { textOf } from './plan-text.ts';
import { textStyle, type TextOptions } from './text-style.ts';
import { wrap } from './wrap.ts';

/** Something that two hosts changed, each in its way. */
export interface ConflictShown {
  /** `unit/ollama.service` */
  readonly address: string;
  /** What each made of it; `of` begins a line: `on web-1, since they last agreed`. */
  readonly sides: readonly { readonly of: string; readonly differences: readonly Difference[] }[];
}

/** Conflicts with what each side did; then, a line each, what did not move and why. Empty where there is nothing to tell. */
export function syncText(
  conflicts: readonly ConflictShown[],
  held: readonly string[],
  options: TextOptions,
): string {
  if (conflicts.length + held.length === 0) return '';
  const style = textStyle(options, 'plan');
  const blocks = conflicts.map(({ address, sides }) => [
    `${style.paint.red('!')} ${style.paint.bold(printable(address))} — a conflict, left as it is on both`,
    ...sides.flatMap(({ of, differences }) => [
      `    ${printable(of)}:`,
      ...differences.flatMap((difference) => differenceText(difference, style)),
    ]),
  ]);
  const notes = held.flatMap((note) =>
    wrap(printable(note), style.width - 8).map((line, index) =>
      index === 0 ? `${style.paint.yellow('kept')}  ${line}` : `      ${line}`,
    ),
  );
  return textOf([...blocks, ...(notes.length === 0 ? [] : [notes])]);
}
