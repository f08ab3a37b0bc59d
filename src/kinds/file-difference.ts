import type { Difference } from '../model/plan.ts';
import { unifiedDiff } from './text-diff.ts';

/** A file's text, null where it is not there, and its mode in octal, where that is known. */
export interface FileText {
  readonly text: string | null;
  readonly mode?: string | undefined;
}

/** Whether only those may read it whom its owner lets. */
export function isPrivate(mode: string): boolean {
  return (Number.parseInt(mode, 8) & 0o004) === 0;
}

/**
 * How a file's text differs: as a diff, or, where it is private on either side, only how many lines there are of it. What
 * somebody keeps from others' eyes is in no plan that is shown.
 */
export function fileDifference(
  field: string,
  path: string,
  { from, to }: { readonly from: FileText; readonly to: FileText },
): Difference {
  const hides = [from, to].some(({ text, mode }) => text !== null && mode !== undefined && isPrivate(mode));
  if (!hides) return { field, diff: unifiedDiff(path, from.text, to.text) };
  const [before, after] = [linesOf(from.text), linesOf(to.text)];
  if (before === null || after === null)
    return { field, from: inWords(before, ` ${hidden}`), to: inWords(after, ` ${hidden}`) };
  return { field, from: inWords(before), to: inWords(after, ` ${hidden}`, 'other ') };
}

const hidden = '(private: not shown)';

function linesOf(text: string | null): number | null {
  return text === null ? null : text.replace(/\n$/, '').split('\n').length - (text === '' ? 1 : 0);
}

function inWords(lines: number | null, after = '', which = ''): string | null {
  return lines === null ? null : `${lines} ${which}line${lines === 1 ? '' : 's'}${after}`;
}
