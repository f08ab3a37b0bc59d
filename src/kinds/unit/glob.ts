import { printable } from '../../model/printable.ts';
import { longestUnitName } from './name.ts';

/**
 * Says what is wrong with a pattern of unit names, or nothing. The grammar is the part of POSIX sh's `case` patterns
 * on which every shell agrees (POSIX 2.13): `*`, `?`, `[a-z]`, `[!a-z]`, and `\\` for the backslash of `\x2d`. Shells
 * differ on `[^…]`, on a backslash inside brackets and on an unclosed bracket, so those are refused.
 */
export function checkPattern(pattern: string): string | undefined {
  if (pattern === '') return 'the pattern is empty';
  if (pattern.length > longestUnitName) return `the pattern is longer than ${longestUnitName} characters`;
  const odd = /[^A-Za-z0-9:_.\\@*?[\]!-]/u.exec(pattern.replaceAll('[^', '['));
  if (odd) return `the pattern holds "${printable(odd[0])}", which no unit name has`;
  if (pattern.includes('[^')) return 'write `[!…]` for "none of these": shells differ on `[^…]`';
  return bracketTrouble(pattern) ?? backslashTrouble(pattern);
}

function backslashTrouble(pattern: string): string | undefined {
  if (!/(?<!\\)(?:\\\\)*\\(?!\\)/.test(pattern)) return undefined;
  return 'a backslash in a pattern is written twice: `\\\\x2d` matches a name with `\\x2d`';
}

function bracketTrouble(pattern: string): string | undefined {
  for (let at = pattern.indexOf('['); at !== -1; at = pattern.indexOf('[', at + 1)) {
    const set = readSet(pattern, at);
    if (!set) return 'a `[` is never closed';
    const body = pattern.slice(at + 1, set.end - 1);
    if (body.includes('\\')) return 'a backslash inside brackets means different things to different shells';
    if (body.includes('[')) return 'a `[` inside brackets; a unit name has none';
    if (set.ranges.some(([low, high]) => low > high)) return `the range in [${body}] runs backwards`;
    at = set.end - 1;
  }
  return undefined;
}

/** A bracket expression: the characters from `low` to `high` of each range, or all others. */
interface CharacterSet {
  readonly inverted: boolean;
  readonly ranges: readonly (readonly [low: string, high: string])[];
  /** Where the pattern goes on. */
  readonly end: number;
}

function readSet(pattern: string, start: number): CharacterSet | undefined {
  const inverted = pattern[start + 1] === '!';
  const first = start + (inverted ? 2 : 1);
  const close = pattern.indexOf(']', first + 1); // a `]` in first place stands for itself
  if (close === -1) return undefined;
  const ranges: [string, string][] = [];
  for (let at = first; at < close; at++) {
    const low = pattern.charAt(at);
    const isRange = pattern[at + 1] === '-' && at + 2 < close;
    ranges.push([low, isRange ? pattern.charAt(at + 2) : low]);
    if (isRange) at += 2;
  }
  return { inverted, ranges, end: close + 1 };
}

/** Does the whole name match? Only for patterns that `checkPattern` has nothing against; LC_ALL=C is assumed of a host. */
export function matchesUnit(pattern: string, name: string): boolean {
  let at = 0;
  let index = 0;
  let retryAt = -1; // just after the last `*`, and how much of the name it has taken so far
  let retryIndex = 0;
  while (index < name.length) {
    const next = pattern[at] === '*' ? undefined : matchOne(pattern, at, name.charAt(index));
    if (pattern[at] === '*') {
      retryAt = ++at;
      retryIndex = index;
    } else if (next !== undefined) {
      at = next;
      index++;
    } else if (retryAt !== -1) {
      at = retryAt;
      index = ++retryIndex;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}

/** Where the pattern goes on after this character, or undefined when it does not match. */
function matchOne(pattern: string, at: number, character: string): number | undefined {
  const token = pattern[at];
  if (token === undefined) return undefined;
  if (token === '?') return at + 1;
  if (token === '\\') return pattern[at + 1] === character ? at + 2 : undefined;
  const set = token === '[' ? readSet(pattern, at) : undefined;
  if (!set) return token === character ? at + 1 : undefined;
  const inside = set.ranges.some(([low, high]) => low <= character && character <= high);
  return inside === set.inverted ? undefined : set.end;
}
