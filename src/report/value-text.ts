import type { Json } from '../model/json.ts';
import { printable } from '../model/printable.ts';

/** A value as a person would say it: bare words and numbers, lists with commas, the rest as JSON. Printable. */
export function valueText(value: Json): string {
  if (value === null) return 'none';
  if (typeof value === 'string') return value === '' ? '""' : printable(value);
  if (!Array.isArray(value)) return printable(JSON.stringify(value));
  return value.length === 0 ? 'none' : value.map((item: Json) => valueText(item)).join(', ');
}
