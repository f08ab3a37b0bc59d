import { printableLines } from '../model/printable.ts';
import type { Paint } from './paint.ts';

/** Lines of a diff that are shown unless -v was given. */
const shown = 24;

/**
 * A unified diff as safe, coloured lines. Unless `whole`, a long one ends early with a line that says how much is
 * missing and how to see it.
 */
export function diffText(diff: string, whole: boolean, p: Paint): readonly string[] {
  const lines = printableLines(diff);
  const coloured = lines.map((line, i) => colour(line, i < 2, p));
  if (whole || lines.length <= shown + 4) return coloured;
  return [...coloured.slice(0, shown), p.dim(`… ${lines.length - shown} more lines; -v shows them`)];
}

function colour(line: string, header: boolean, p: Paint): string {
  if (header) return p.bold(line);
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
