import { printable } from '../model/printable.ts';

/** The longest word or path that is kept of what a host says. */
const longest = 4096;

/** A word of a host's own: what a terminal would act on is spelled out, and a flood is cut. */
export function safeWord(text: string): string {
  return printable(text.slice(0, longest));
}

/** A file's mode as stat prints it → four digits; what is none is taken for that of any unit file. */
export function safeMode(text: string): string {
  return /^[0-7]{1,4}$/.test(text) ? text.padStart(4, '0') : '0644';
}
