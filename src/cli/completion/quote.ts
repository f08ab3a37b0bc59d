/** A text as one word of bash, zsh and fish alike; ours have no control characters. */
export function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
