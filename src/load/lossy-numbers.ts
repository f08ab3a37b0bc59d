import type { Scalar } from 'yaml';

import type { Diagnostic } from '../model/diagnostic.ts';
import type { Parsed } from './parse-yaml.ts';
import { placeAt } from './source-document.ts';

/**
 * A number that YAML reads as something else than was typed: `1.10` is 1.1, `0644` is 644, an id of twenty digits is
 * rounded. In a template the difference would go unseen.
 */
export function lossyNumber(parsed: Parsed, { source, value, range }: Scalar): Diagnostic | undefined {
  if (typeof value !== 'number' || source === undefined || source === String(value)) return undefined;
  const [start, end] = range ?? [0, 0];
  const place = placeAt(parsed, start, end);
  const severity = 'error';
  if (!Number.isFinite(value))
    return { severity, message: `\`${source}\` is no number that can be used`, place };
  const isExact = Number.isSafeInteger(value) || !Number.isInteger(value);
  const asNumber = isExact ? `, ${value} if it is a number` : '';
  const message = `YAML reads \`${source}\` as the number ${value}`;
  return { severity, message, hint: `write "${source}" if it is text${asNumber}`, place };
}
