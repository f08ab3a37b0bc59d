/**
 * A value → its words, as systemd's extract_first_word() with EXTRACT_UNQUOTE and EXTRACT_RETAIN_ESCAPE: white space parts
 * them, '…' and "…" hold them together and go, a backslash keeps the next character. Undefined when a quote is left open.
 * systemd.syntax(7), "Quoting".
 */
export function splitWords(value: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < value.length; at++) {
    const character = value.charAt(at);
    if (character === '\\') {
      word = (word ?? '') + value.slice(at, at + 2);
      at++;
    } else if (quote !== '') {
      if (character === quote) quote = '';
      else word = (word ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/[ \t\n\r]/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (quote !== '') return undefined;
  return word === undefined ? words : [...words, word];
}
