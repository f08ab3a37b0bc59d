import { printable } from '../model/printable.ts';

/**
 * A program's complaint as one line for a message: blank and purely decorative lines go, and what is too long loses its
 * beginning, because programs say last what went wrong. Safe to show.
 */
export function visible(words: string, maxLength = 500): string {
  const lines = words.split(/\r?\n/).map((line) => line.trim());
  const text = printable(lines.filter((line) => /[^@\s]/.test(line) && !/^@.*@$/.test(line)).join('; '));
  return text.length > maxLength ? `…${text.slice(-maxLength)}` : text;
}
