import type { Json } from '../model/json.ts';
import type { Change, Difference } from '../model/plan.ts';
import { printable } from '../model/printable.ts';
import type { Step } from '../model/step.ts';
import { diffText } from './diff-text.ts';
import type { Paint } from './paint.ts';
import { signOf } from './sign.ts';
import type { Sign } from './sign.ts';
import { stepText } from './step-text.ts';
import { columns, wrap } from './wrap.ts';

/** How a text for people is drawn. */
export interface TextStyle {
  readonly width: number;
  /** Diffs, names and lists whole. */
  readonly verbose: boolean;
  readonly paint: Paint;
}

/** One change: its sign and address, the fields that differ, then, unless only drift is shown, the steps and why. */
export function changeText(change: Change, style: TextStyle, withSteps: boolean): readonly string[] {
  const sign = signOf(change);
  return [
    `  ${signBrush(sign, style.paint)(sign)} ${style.paint.bold(printable(change.address))}`,
    ...change.differences.flatMap((difference) => differenceText(difference, style)),
    ...(withSteps ? change.steps.flatMap((step) => stepLines(step, style)) : []),
  ];
}

/** The colour of a sign; the sign itself says the same. */
export function signBrush(sign: Sign | '!', p: Paint): (text: string) => string {
  return { '+': p.green, '~': p.yellow, '-': p.red, '!': p.red }[sign];
}

function differenceText(difference: Difference, style: TextStyle): readonly string[] {
  const p = style.paint;
  if ('diff' in difference) return diffText(difference.diff, style.verbose, p).map((line) => `      ${line}`);
  const [from, to] = [valueText(difference.from), valueText(difference.to)];
  const field = printable(difference.field);
  const line = `      ${field}: ${from} → ${to}`;
  if (columns(line) <= style.width) return [`      ${field}: ${p.red(from)} → ${p.green(to)}`];
  return [`      ${field}:`, `        ${p.red(from)}`, `        → ${p.green(to)}`];
}

/** A value as a person would say it: bare words and numbers, lists with commas, the rest as JSON. */
export function valueText(value: Json): string {
  if (value === null) return 'none';
  if (typeof value === 'string') return value === '' ? '""' : printable(value);
  if (!Array.isArray(value)) return printable(JSON.stringify(value));
  return value.length === 0 ? 'none' : value.map((item: Json) => valueText(item)).join(', ');
}

/** `3. restart ollama.service — its file changed`; numbers are the order on the host. */
function stepLines(step: Step, style: TextStyle): readonly string[] {
  const p = style.paint;
  const number = `${printable(step.id.replace(/^s(?=\d+$)/, ''))}.`.padStart(5);
  const what = stepText(step);
  const why = printable(step.because);
  const brush = disturbs(step) ? p.yellow : (text: string): string => text;
  if (columns(what) + columns(why) + 15 <= style.width) {
    return [`    ${number} ${brush(what)} ${p.dim(`— ${why}`)}`];
  }
  const reasons = wrap(why, style.width - 14).map((line, i) =>
    p.dim(`            ${i === 0 ? '—' : ' '} ${line}`),
  );
  return [`    ${number} ${brush(what)}`, ...reasons];
}

/** Whether whoever uses the service may notice. */
export function disturbs(step: Step): boolean {
  return ['stop', 'restart', 'try-restart', 'reload-or-restart'].includes(step.do);
}
