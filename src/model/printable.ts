/**
 * What a terminal may act on, or a reader may be deceived by: C0 and C1 controls, bidirectional overrides and other
 * invisible format characters, line separators, lone surrogates.
 */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Text of a stranger (a host's output, a file's content) as one line that is safe to show: what is not a plain
 * character stands there escaped, as `\x1b` or `\u{202e}`. Safe text comes out as it is.
 */
export function printable(text: string): string {
  return text.replace(unsafe, escaped);
}

/** The same for text of several lines: splits it at its newlines, and lets tabs be. */
export function printableLines(text: string): readonly string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) =>
    line.replace(unsafe, (character) => (character === '\t' ? '\t' : escaped(character))),
  );
}

function escaped(character: string): string {
  const name = named[character];
  if (name !== undefined) return name;
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
