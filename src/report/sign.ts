import type { Change, Difference } from '../model/plan.ts';

/** What becomes of a thing: created, changed, removed. Blocked hosts have the sign `!`. */
export type Sign = '+' | '~' | '-';

/** A change is a creation or a removal when all its texts are; anything else is a change. For people only. */
export function signOf(change: Change): Sign {
  const texts = change.differences.flatMap((difference) =>
    'diff' in difference ? [textSign(difference)] : [],
  );
  const [first] = texts;
  return first !== undefined && texts.every((sign) => sign === first) ? first : '~';
}

function textSign(difference: Extract<Difference, { diff: string }>): Sign {
  if (difference.diff.startsWith('--- /dev/null\n')) return '+';
  return /^---[^\n]*\n\+\+\+ \/dev\/null(?:\n|$)/.test(difference.diff) ? '-' : '~';
}
