import { isScalar } from 'yaml';
import type { Pair } from 'yaml';

import type { Diagnostic } from '../model/diagnostic.ts';
import type { Parsed } from './parse-yaml.ts';
import { placeAt } from './source-document.ts';

/** Keys that stand twice in one map, where all but one would be lost without a word. */
export function duplicateKeys(parsed: Parsed, pairs: readonly Pair[]): readonly Diagnostic[] {
  const first = new Map<string, number>();
  const diagnostics: Diagnostic[] = [];
  for (const { key } of pairs) {
    if (!isScalar(key)) continue;
    const name = String(key.value);
    const [start, end] = key.range ?? [0, 0];
    const before = first.get(name);
    if (before === undefined) {
      first.set(name, start);
      continue;
    }
    const message = `the key \`${name}\` stands twice in one map`;
    const hint = `it is first on line ${parsed.lines.linePos(before).line}; keep one of them`;
    diagnostics.push({ severity: 'error', message, hint, place: placeAt(parsed, start, end) });
  }
  return diagnostics;
}
