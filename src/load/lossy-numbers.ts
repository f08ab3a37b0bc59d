import { isScalar, visit } from 'yaml';
import type { Scalar } from 'yaml';

import type { Diagnostic } from '../model/diagnostic.ts';
import type { Parsed } from './parse-yaml.ts';
import { placeAt } from './source-document.ts';

/**
 * Numbers that YAML reads as something else than was typed: `1.10` is 1.1, `0644` is 644, an id of twenty digits is
 * rounded. In a template the difference would go unseen.
 */
export function lossyNumbers(parsed: Parsed): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  visit(parsed.doc, {
    Scalar: (key, node) => {
      if (key === 'key' || typeof node.value !== 'number' || !isScalar(node)) return;
      const diagnostic = lossy(parsed, node as Scalar<number>);
      if (diagnostic !== undefined) diagnostics.push(diagnostic);
    },
  });
  return diagnostics;
}

function lossy(parsed: Parsed, node: Scalar<number>): Diagnostic | undefined {
  const { source, value, range } = node;
  if (source === undefined || source === String(value)) return undefined;
  const [start, end] = range ?? [0, 0];
  const place = placeAt(parsed, start, end);
  if (!Number.isFinite(value))
    return { severity: 'error', message: `\`${source}\` is not a number that can be used`, place };
  const exact = Number.isSafeInteger(value) || !Number.isInteger(value);
  const number = exact ? `, ${value} if it is a number` : '';
  const message = `YAML reads \`${source}\` as the number ${value}`;
  return { severity: 'error', message, hint: `write "${source}" if it is text${number}`, place };
}
