/**
 * Makes a stranger's words safe to stand in a message: control characters and invalid bytes are shown, never sent to a
 * terminal; blank lines go; what is too long loses its beginning, because programs say last what went wrong.
 */
export function visible(words: string, maxLength = 500): string {
  const lines = words.split(/\r?\n/).map((line) => line.trim());
  const text = lines.filter((line) => line !== '').join('; ');
  const shown = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x20
      ? `^${String.fromCharCode(code + 0x40)}`
      : `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
  });
  return shown.length > maxLength ? `…${shown.slice(-maxLength)}` : shown;
}
