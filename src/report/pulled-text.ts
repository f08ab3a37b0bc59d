import { diffText } from './diff-text.ts';
import { textOf } from './plan-text.ts';
import { textStyle, type TextOptions } from './text-style.ts';

/** Files that a pull changes, each with its diff, for a person; '' where it changes none. */
export function pulledText(
  files: readonly { readonly path: string; readonly diff: string }[],
  options: TextOptions,
): string {
  const style = textStyle(options, 'plan');
  return files.length === 0 ? '' : textOf(files.map(({ diff }) => diffText({ field: 'file', diff }, style)));
}
