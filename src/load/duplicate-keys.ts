import { isScalar, visit } from 'yaml';
import type { YAMLMap } from 'yaml';

import type { Diagnostic } from '../model/diagnostic.ts';
import type { Parsed } from './parse-yaml.ts';
import { placeAt } from './source-document.ts';

/** Keys that stand twice in one map, where all but one would be lost without a word. */
export function duplicateKeys(parsed: Parsed): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  visit(parsed.doc, { Map: (_, map) => void diagnostics.push(...duplicatesIn(parsed, map)) });
  return diagnostics;
}

function duplicatesIn(parsed: Parsed, map: YAMLMap): readonly Diagnostic[] {
  const lineOf = new Map<string, number>();
  const diagnostics: Diagnostic[] = [];
  for (const { key } of map.items) {
    if (!isScalar(key)) continue;
    const name = String(key.value);
    const [start, end] = key.range ?? [0, 0];
    const first = lineOf.get(name);
    if (first === undefined) {
      lineOf.set(name, parsed.lines.linePos(start).line);
      continue;
    }
    const message = `the key \`${name}\` stands twice in one map`;
    const hint = `it is first on line ${first}; keep one of them`;
    diagnostics.push({ severity: 'error', message, hint, place: placeAt(parsed, start, end) });
  }
  return diagnostics;
}
