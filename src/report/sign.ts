import type { Change, Difference } from '../model/plan.ts';
import type { Step } from '../model/step.ts';

/** What becomes of a thing: created, changed, removed. Blocked hosts have the sign `!`. */
export type Sign = '+' | '~' | '-';

/**
 * A change is a creation or a removal when its own texts all are, a tree's when it is not there; anything else is a
 * change. A field with a slash (`drop_ins/10-limits.conf`) is a part of the thing, which may come and go while the thing
 * stays. For people only.
 */
export function signOf(change: Change): Sign {
  if (change.steps.some(makesATree)) return '+';
  const texts = change.differences.flatMap((one): Sign[] => {
    if ('diff' in one) return one.field.includes('/') ? [] : [textSign(one)];
    // A private file, of which no text is shown.
    return one.field === 'file' ? [valueSign(one)] : [];
  });
  const [first] = texts;
  return first !== undefined && texts.every((sign) => sign === first) ? first : '~';
}

function makesATree(step: Step): boolean {
  return step.do === 'place' && step.put.some(({ path, was }) => path === '.' && was === null);
}

function valueSign({ from, to }: Exclude<Difference, { diff: string }>): Sign {
  if (from === null) return '+';
  return to === null ? '-' : '~';
}

function textSign(difference: Extract<Difference, { diff: string }>): Sign {
  if (difference.diff.startsWith('--- /dev/null\n')) return '+';
  return /^---[^\n]*\n\+\+\+ \/dev\/null(?:\n|$)/.test(difference.diff) ? '-' : '~';
}
