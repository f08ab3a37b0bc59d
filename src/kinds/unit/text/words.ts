/** A word of a value, without the quotes that held it together, and as written. */
export interface Word {
  readonly text: string;
  readonly raw: string;
}

/**
 * A value → its words, as systemd's extract_first_word() with EXTRACT_UNQUOTE and EXTRACT_RETAIN_ESCAPE: white space parts
 * them, '…' and "…" hold them together and go, a backslash keeps the next character. Undefined when a quote is left open.
 * systemd.syntax(7), "Quoting".
 */
export function scanWords(value: string): readonly Word[] | undefined {
  const words: Word[] = [];
  let start: number | undefined;
  let text = '';
  let quote = '';
  const end = (at: number) => {
    if (start !== undefined) words.push({ text, raw: value.slice(start, at) });
    start = undefined;
    text = '';
  };
  for (let at = 0; at < value.length; at++) {
    const character = value.charAt(at);
    if (quote === '' && /[ \t\n\r]/.test(character)) {
      end(at);
      continue;
    }
    start ??= at;
    if (character === '\\') text += value.slice(at, ++at + 1);
    else if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else text += character;
  }
  if (quote !== '') return undefined;
  end(value.length);
  return words;
}

/** The texts of `scanWords`. */
export function splitWords(value: string): readonly string[] | undefined {
  return scanWords(value)?.map(({ text }) => text);
}
