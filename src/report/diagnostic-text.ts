import type { Diagnostic, Place } from '../model/diagnostic.ts';
import { printable } from '../model/printable.ts';
import { columns } from './wrap.ts';

/** What showing diagnostics depends on. */
export interface DiagnosticView {
  /** Paths below it are shown relative to it. */
  readonly cwd: string;
  /** The text of a file, or undefined where it cannot be read any more; asked once per file. */
  readonly readFile: (file: string) => string | undefined;
  readonly colour?: boolean;
}

const shades = {
  error: '\u001b[1;31m',
  warning: '\u001b[1;33m',
  dim: '\u001b[2m',
  bold: '\u001b[1m',
} as const;

/**
 * Diagnostics as a person reads them: `file:line:column: error: …`, the line with what is wrong underlined, the hint.
 * Ends with a newline unless there is nothing to say.
 */
export function diagnosticsText(diagnostics: readonly Diagnostic[], view: DiagnosticView): string {
  const lineOf = lineReader(view.readFile);
  return diagnostics.map((diagnostic) => oneText(diagnostic, view, lineOf)).join('');
}

type LineOf = (place: Place) => string | undefined;

function oneText(diagnostic: Diagnostic, view: DiagnosticView, lineOf: LineOf): string {
  const { severity, message, hint, place } = relativeTo(view.cwd, diagnostic);
  const paint = (shade: keyof typeof shades, text: string): string =>
    view.colour === true ? `${shades[shade]}${text}\u001b[0m` : text;
  const where = place === undefined ? '' : `${paint('bold', placeText(place))}: `;
  const lines = [`${where}${paint(severity, severity)}: ${printable(message)}`];
  const source = diagnostic.place === undefined ? undefined : lineOf(diagnostic.place);
  if (source !== undefined && diagnostic.place !== undefined) {
    const { shown, marks } = underlined(source, diagnostic.place);
    const number = String(diagnostic.place.line);
    lines.push(`${paint('dim', `  ${number} |`)} ${shown}`);
    lines.push(`${paint('dim', `  ${' '.repeat(number.length)} |`)} ${paint(severity, marks)}`);
  }
  if (hint !== undefined) lines.push(...hint.split('\n').map((line) => `  ${printable(line)}`));
  return `${lines.join('\n')}\n`;
}

/** `file:line:column`, as editors and terminals follow it. */
function placeText({ file, line, column }: Place): string {
  return `${printable(file)}:${line}:${column}`;
}

/** The diagnostic with paths under the directory made relative to it, in its words too. */
export function relativeTo(cwd: string, diagnostic: Diagnostic): Diagnostic {
  const root = cwd.endsWith('/') ? cwd : `${cwd}/`;
  const shorten = (text: string): string => text.replaceAll(root, '');
  const { message, hint, place } = diagnostic;
  return {
    ...diagnostic,
    message: shorten(message),
    ...(hint === undefined ? {} : { hint: shorten(hint) }),
    ...(place === undefined ? {} : { place: { ...place, file: shorten(place.file) } }),
  };
}

const widest = 120;

/** The line as it can be shown (no tabs, no control characters, not too long) and the marks under what is wrong. */
function underlined(
  line: string,
  { column, length = 1 }: Place,
): { readonly shown: string; readonly marks: string } {
  const start = Math.max(0, column - 60);
  const cut = line.slice(start, start + widest);
  const at = Math.min(column - 1 - start, cut.length);
  const marked = cut.slice(at, at + length);
  const head = (start > 0 ? '…' : '') + visible(cut.slice(0, at));
  const marks = '^'.repeat(Math.max(1, columns(visible(marked))));
  return { shown: `${start > 0 ? '…' : ''}${visible(cut)}`, marks: ' '.repeat(columns(head)) + marks };
}

function visible(text: string): string {
  return printable(text.replaceAll('\t', '  '));
}

function lineReader(readFile: (file: string) => string | undefined): LineOf {
  const files = new Map<string, readonly string[] | undefined>();
  return ({ file, line }) => {
    if (!files.has(file))
      files.set(
        file,
        readFile(file)
          ?.replace(/^\uFEFF/, '')
          .split(/\r?\n/),
      );
    const text = files.get(file)?.[line - 1];
    return text?.trim() === '' ? undefined : text;
  };
}
