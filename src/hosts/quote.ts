/**
 * Quotes one word for a POSIX shell: the only place in the program that turns a value into shell text. Single quotes
 * keep every byte but the quote itself (POSIX XCU 2.2.2). NUL cannot stand in a shell word and is a bug of the caller.
 */
export function quote(word: string): string {
  if (word.includes('\0')) throw new Error('a NUL byte cannot be passed to a shell');
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A function call for a script: the name and its words, quoted. */
export function call(name: string, ...words: readonly string[]): string {
  return [name, ...words.map(quote)].join(' ');
}
