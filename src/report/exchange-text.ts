import { printable } from '../model/printable.ts';
import { signBrush } from './change-text.ts';
import { diffText } from './diff-text.ts';
import { textOf } from './plan-text.ts';
import type { Sign } from './sign.ts';
import { textStyle, type TextOptions } from './text-style.ts';

/** A tree that comes from a host to this machine. */
export interface ComingTree {
  /** `tree/opt/app` */
  readonly address: string;
  /** The directory here. */
  readonly into: string;
  /** Every entry that comes, changes or goes, with a word about it. */
  readonly entries: readonly { readonly sign: Sign; readonly text: string }[];
  readonly diffs: readonly { readonly field: string; readonly diff: string }[];
  /** What is not shown, though it comes. */
  readonly notes: readonly string[];
}

/** All that comes from a host, nothing left out: who approves it has seen it. '' where nothing does. */
export function comingText(host: string, trees: readonly ComingTree[], options: TextOptions): string {
  const coming = trees.filter(({ entries }) => entries.length > 0);
  if (coming.length === 0) return '';
  const style = textStyle({ ...options, verbose: true }, 'plan');
  const { paint: p } = style;
  const blocks = coming.map(({ address, into, entries, diffs, notes }) => [
    `  ${p.yellow('~')} ${p.bold(printable(address))} comes to ${printable(into)}`,
    ...entries.map(({ sign, text }) => `      ${signBrush(sign, p)(sign)} ${printable(text)}`),
    ...diffs.flatMap((one) => diffText(one, style).map((line) => (line === '' ? '' : `      ${line}`))),
    ...notes.map((note) => `      ${p.dim(printable(note))}`),
  ]);
  const [first = [], ...rest] = blocks;
  return textOf([[p.bold(`${printable(host)} → here`), ...first], ...rest]);
}
