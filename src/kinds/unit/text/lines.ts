/** A line of a unit file with its continuations joined, each backslash at an end turned into a space. */
export interface LogicalLine {
  readonly text: string;
  readonly line: number;
  readonly endLine: number;
}

/**
 * A file's text → its logical lines without comments; read_line() and config_parse() of systemd: a line ends with LF, CR,
 * NUL or a run of different ones (CRLF is one end), a comment inside a continuation is left out and the continuation goes
 * on, a BOM is skipped, and what is continued into the end of the file counts as it stands.
 */
export function* logicalLines(text: string): Generator<LogicalLine> {
  let pending: { text: string; line: number; endLine: number } | undefined;
  for (const [index, raw] of splitLines(text.replace(/^\uFEFF/, '')).entries()) {
    if (/^[ \t]*[#;]/.test(raw)) continue;
    const line: { text: string; line: number; endLine: number } = {
      text: (pending?.text ?? '') + raw,
      line: pending?.line ?? index + 1,
      endLine: index + 1,
    };
    pending = undefined;
    if (endsEscaped(raw)) pending = { ...line, text: `${line.text.slice(0, -1)} ` };
    else yield line;
  }
  if (pending) yield pending;
}

/** The physical lines, in systemd's reading; the index is the line's number less one. */
export function splitLines(text: string): readonly string[] {
  const lines = text.split(/\r\n|\n\r|\r|\n|\0/);
  if (lines.at(-1) === '') lines.pop(); // what follows the last newline is no line
  return lines;
}

/** An odd number of backslashes at the end: the last one is not itself escaped. */
function endsEscaped(line: string): boolean {
  return (/\\*$/.exec(line)?.[0].length ?? 0) % 2 === 1;
}
