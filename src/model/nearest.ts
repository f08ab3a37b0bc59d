/**
 * The candidate that a mistyped word most likely stands for, or undefined when none is near: at most a third of its
 * letters may differ, so that a word of one or two letters resembles nothing. Swapped neighbours count as one slip; letter case, `-` and `_` count for little.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const loose = loosened(word);
  const limit = Math.floor(word.length / 3);
  let best: { readonly candidate: string; readonly slips: number } | undefined;
  for (const candidate of candidates) {
    if (candidate === word || Math.abs(candidate.length - word.length) > limit) continue;
    const slips = distance(loose, loosened(candidate));
    if (slips <= limit && slips < (best?.slips ?? Infinity)) best = { candidate, slips };
  }
  return best?.candidate;
}

/** `did you mean …?` for a hint, or undefined. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const candidate = nearest(word, candidates);
  return candidate === undefined ? undefined : `did you mean \`${candidate}\`?`;
}

function loosened(word: string): string {
  return word.toLowerCase().replaceAll('-', '_');
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const cost = Math.min((last[j - 1] ?? 0) + (same ? 0 : 1), (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(swapped ? Math.min(cost, (beforeLast[j - 2] ?? 0) + 1) : cost);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
