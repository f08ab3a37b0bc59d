import { printable, printableLines } from '../model/printable.ts';
import type { Paint } from './paint.ts';
import type { TextStyle } from './text-style.ts';
import { columns } from './wrap.ts';

/** Lines of a diff shown when it is to be short, and how many more are let pass rather than cut. */
const shown = 24;
const grace = 4;

/**
 * A unified diff as safe, coloured lines: first the field, the path and what becomes of the text, then the hunks. A
 * long one ends early with a line that says how much is missing and how to see it.
 */
export function diffText(
  { field, diff }: { readonly field: string; readonly diff: string },
  style: TextStyle,
): readonly string[] {
  const p = style.paint;
  const lines = printableLines(diff);
  const { path, fate } = header(lines);
  const body = lines.slice(fate === 'changed' ? 2 : 3);
  const word = `${fates[style.tells][fate]}${body.length === 0 ? ', empty' : ''}`;
  const title = titleLines(
    printable(field),
    path,
    style.diffs === 'counts' ? `${word} ${counts(body)}` : word,
    style,
  );
  if (style.diffs === 'counts') return title;
  const cut = style.diffs === 'short' && body.length > shown + grace;
  return [
    ...title,
    ...(cut ? body.slice(0, shown) : body).map((line) => (line === ' ' ? '' : `  ${colour(line, p)}`)),
    ...(cut ? [p.dim(`  … ${body.length - shown} more lines; -v shows them`)] : []),
  ];
}

const fates = {
  plan: { new: 'new', removed: 'removed', changed: 'changed' },
  drift: { new: 'missing', removed: 'there, though declared absent', changed: 'differs' },
} as const;

function titleLines(field: string, path: string, word: string, style: TextStyle): readonly string[] {
  const line = `${field}: ${path}, ${word}`;
  return columns(line) + 6 <= style.width ? [line] : [`${field}: ${word}`, `  ${path}`];
}

function header(lines: readonly string[]): {
  readonly path: string;
  readonly fate: 'new' | 'removed' | 'changed';
} {
  const [from, to] = [lines[0]?.slice(4) ?? '', lines[1]?.slice(4) ?? ''];
  if (from === '/dev/null') return { path: to, fate: 'new' };
  return to === '/dev/null' ? { path: from, fate: 'removed' } : { path: to, fate: 'changed' };
}

function counts(body: readonly string[]): string {
  const count = (sign: string): number => body.filter((line) => line.startsWith(sign)).length;
  return `(+${count('+')} -${count('-')})`;
}

function colour(line: string, p: Paint): string {
  switch (line[0]) {
    case '+':
      return p.green(line);
    case '-':
      return p.red(line);
    case '@':
      return p.cyan(line);
    case '\\':
      return p.dim(line);
    default:
      return line;
  }
}
