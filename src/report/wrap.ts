/**
 * Breaks plain text at spaces into lines of at most `width` columns; a word longer than that has a line of its own
 * and is never cut, so that paths and commands stay whole to copy.
 */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && columns(line) + 1 + columns(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** Columns that printable text takes on a terminal: wide characters two, combining marks none. */
export function columns(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let count = 0;
  for (const character of text) count += wide.test(character) ? 2 : mark.test(character) ? 0 : 1;
  return count;
}

const mark = /\p{M}/u;
/** East Asian wide forms, and what is drawn as a picture. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
