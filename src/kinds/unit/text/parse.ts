import { logicalLines } from './lines.ts';

/** One `Key=value`, with continuation lines joined. Lines count from 1. */
export interface Assignment {
  readonly key: string;
  /** Without the white space around it; quotes and specifiers stand as written. */
  readonly value: string;
  readonly line: number;
  /** The last line it covers; the same as `line` when nothing is continued. */
  readonly endLine: number;
  /** Where the key begins on `line`, from 1. */
  readonly column: number;
}

/** A section; a header that comes again adds to it, as in systemd. */
export interface Section {
  readonly name: string;
  /** Of its first header. */
  readonly line: number;
  readonly assignments: readonly Assignment[];
}

/** A line that is no comment, header or assignment, or an assignment with no section around it. */
export interface SyntaxProblem {
  readonly line: number;
  readonly what: 'bad-header' | 'no-section' | 'no-equals' | 'no-key';
  /** The line, joined and stripped. */
  readonly text: string;
}

export interface UnitText {
  /** In the order of their first headers. */
  readonly sections: readonly Section[];
  readonly problems: readonly SyntaxProblem[];
}

/**
 * A unit file's text → its sections, as systemd's config_parse() reads it (systemd.syntax(7)): comments begin with `#`
 * or `;`, a backslash at the end continues a line across comments, headers repeat. Nothing is judged here: values stay
 * text, an empty value stays an assignment (`values` of settings.ts resets by it). Never fails; what systemd would skip
 * or refuse is in `problems`.
 */
export function parseUnitText(text: string): UnitText {
  const sections = new Map<string, { name: string; line: number; assignments: Assignment[] }>();
  const problems: SyntaxProblem[] = [];
  let current: Assignment[] | undefined;
  for (const { text: raw, line, endLine } of logicalLines(text)) {
    const stripped = strip(raw);
    const header = readHeader(stripped);
    if (stripped === '') continue;
    if (header !== undefined) {
      const section = sections.get(header) ?? { name: header, line, assignments: [] };
      sections.set(header, section);
      current = section.assignments;
      continue;
    }
    const what = trouble(stripped, current !== undefined);
    if (what !== undefined) problems.push({ line, what, text: stripped });
    else current?.push(readAssignment(raw, stripped, { line, endLine }));
  }
  return { sections: [...sections.values()], problems };
}

function readHeader(stripped: string): string | undefined {
  return stripped.startsWith('[') && stripped.endsWith(']') ? stripped.slice(1, -1) : undefined;
}

function trouble(stripped: string, inSection: boolean): SyntaxProblem['what'] | undefined {
  if (stripped.startsWith('[')) return 'bad-header';
  if (!inSection) return 'no-section';
  const equals = stripped.indexOf('=');
  if (equals === -1) return 'no-equals';
  return equals === 0 ? 'no-key' : undefined;
}

function readAssignment(raw: string, stripped: string, at: { line: number; endLine: number }): Assignment {
  const equals = stripped.indexOf('=');
  return {
    key: strip(stripped.slice(0, equals)),
    value: strip(stripped.slice(equals + 1)),
    column: raw.indexOf(stripped) + 1,
    ...at,
  };
}

/** systemd's strstrip(): WHITESPACE is space, tab, newline and carriage return, not Unicode's. */
function strip(text: string): string {
  return text.replace(/^[ \t\n\r]+/, '').replace(/[ \t\n\r]+$/, '');
}
