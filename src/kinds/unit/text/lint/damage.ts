import { logicalLines, splitLines } from '../lines.ts';
import { error, type UnitProblem, warning } from './problem.ts';

/** LONG_LINE_MAX of systemd: a longer line, also a continued one, fails the whole file. */
const longestLine = 1024 * 1024;

/** What is wrong with the text before its meaning is looked at: the traces of a bad editor, transfer or encoding. */
export function lintDamage(text: string, dropIn: boolean): readonly UnitProblem[] {
  if (text === '') return [emptiness(dropIn)];
  const problems: UnitProblem[] = [];
  if (text.startsWith('\uFEFF'))
    problems.push(error(1, 'begins with a byte order mark', 'save it as UTF-8 without BOM'));
  problems.push(...firstOf(text, '\0', 'holds a NUL byte, which systemd takes for the end of a line'));
  problems.push(...firstOf(text, '\r', 'has Windows line ends (CRLF)', 'save it with LF line ends'));
  problems.push(...firstOf(text, '\uFFFD', 'is not UTF-8', 'systemd refuses such a file'));
  for (const logical of logicalLines(text)) {
    if (new TextEncoder().encode(logical.text).length >= longestLine) {
      problems.push(error(logical.line, 'is longer than the 1 MiB that systemd reads in a line'));
    }
  }
  return problems;
}

function emptiness(dropIn: boolean): UnitProblem {
  return dropIn
    ? warning(0, 'an empty drop-in only hides another of the same name')
    : error(0, 'systemd takes an empty unit file for a mask', 'to mask a unit, declare `masked: true`');
}

/** One problem at the first line that has the character, however many have. */
function firstOf(text: string, character: string, what: string, hint?: string): readonly UnitProblem[] {
  const at = text.indexOf(character);
  if (at === -1) return [];
  const line =
    splitLines(text.slice(0, at)).length + (at === 0 || /[\n\r\0]$/.test(text.slice(0, at)) ? 1 : 0);
  return [error(line, what, hint)];
}
