import type { Difference } from '../model/plan.ts';
import { differenceLines } from './change-text.ts';
import { textOf } from './plan-text.ts';
import { textStyle, type TextOptions } from './text-style.ts';

/** Files that a pull changes, for a person; '' where it changes none. */
export function pulledText(files: readonly Difference[], options: TextOptions): string {
  const style = textStyle(options, 'plan');
  return files.length === 0 ? '' : textOf(files.map((file) => differenceLines(file, style)));
}
