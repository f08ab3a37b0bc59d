import type { Difference } from '../model/plan.ts';
import { printable } from '../model/printable.ts';
import type { TextStyle } from './text-style.ts';
import { columns, wrap } from './wrap.ts';

/** What becomes of entries of a tree, by field; and how the host differs by them. */
const words: ReadonlyMap<string, Record<TextStyle['tells'], string>> = new Map([
  ['added', { plan: 'added', drift: 'missing' }],
  ['changed', { plan: 'changed', drift: 'differs' }],
  ['owner or mode', { plan: 'owner or mode', drift: 'owner or mode differs' }],
  ['deleted', { plan: 'deleted', drift: 'not declared' }],
]);

/** Entries of a tree that a difference counts: there is nothing that they come in place of. Undefined of all else. */
export function entriesText(
  { field, from, to }: Exclude<Difference, { diff: string }>,
  { tells, paint, width }: TextStyle,
): readonly string[] | undefined {
  const word = words.get(field)?.[tells];
  if (word === undefined || from !== null || typeof to !== 'string') return undefined;
  const brush = { added: paint.green, deleted: paint.red }[field] ?? paint.yellow;
  const entries = printable(to);
  if (columns(`${word}: ${entries}`) + 6 <= width) return [`${word}: ${brush(entries)}`];
  return [`${word}:`, ...wrap(entries, width - 8).map((line) => `  ${brush(line)}`)];
}
