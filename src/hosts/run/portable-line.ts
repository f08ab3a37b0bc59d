/**
 * Joins words to a line that bash, dash, ksh, zsh, fish and csh all read as these words. Single quotes mean the same in
 * all of them as long as no quote, backslash (fish), `!` (csh) or line feed (csh) stands inside; such a word is a bug of
 * ours, for no value of a user or a host ever goes on a command line.
 */
export function portableLine(words: readonly string[]): string {
  return words.map(portableWord).join(' ');
}

function portableWord(word: string): string {
  if (/^[A-Za-z0-9_./:-]+$/.test(word)) return word;
  if (/['\\!\n\r\0]/.test(word))
    throw new Error(`no quoting of ${JSON.stringify(word)} suits every login shell`);
  return `'${word}'`;
}
