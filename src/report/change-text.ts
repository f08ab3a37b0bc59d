import type { Change, Difference } from '../model/plan.ts';
import { printable } from '../model/printable.ts';
import type { Step } from '../model/step.ts';
import { diffText } from './diff-text.ts';
import { entriesText } from './entries-text.ts';
import type { Paint } from './paint.ts';
import { signOf } from './sign.ts';
import type { Sign } from './sign.ts';
import { stepText } from './step-text.ts';
import type { TextStyle } from './text-style.ts';
import { valueText } from './value-text.ts';
import { columns, wrap } from './wrap.ts';

/** One change: its sign and address, the fields that differ (values before texts), then the steps and why. */
export function changeText(change: Change, style: TextStyle): readonly string[] {
  const sign = style.tells === 'plan' ? signOf(change) : '~';
  const values = change.differences.filter((difference) => !('diff' in difference));
  const texts = change.differences.filter((difference) => 'diff' in difference);
  return [
    `  ${signBrush(sign, style.paint)(sign)} ${style.paint.bold(printable(change.address))}`,
    ...[...values, ...texts].flatMap((difference) => differenceText(difference, style)),
    ...(style.tells === 'plan' ? change.steps.flatMap((step) => stepLines(step, style)) : []),
  ];
}

/** The colour of a sign; the sign itself says the same. */
export function signBrush(sign: Sign | '!', p: Paint): (text: string) => string {
  return { '+': p.green, '~': p.yellow, '-': p.red, '!': p.red }[sign];
}

/** A field that differs: its two values, or its diff. */
export function differenceText(difference: Difference, style: TextStyle): readonly string[] {
  return differenceLines(difference, style).map((line) => (line === '' ? '' : `      ${line}`));
}

/** The same at the edge of the screen. */
export function differenceLines(difference: Difference, style: TextStyle): readonly string[] {
  return 'diff' in difference ? diffText(difference, style) : valueLines(difference, style);
}

function valueLines(difference: Exclude<Difference, { diff: string }>, style: TextStyle): readonly string[] {
  const counted = entriesText(difference, style);
  if (counted !== undefined) return counted;
  const p = style.paint;
  const field = printable(difference.field);
  const [from, to] = [valueText(difference.from), valueText(difference.to)];
  const [before, between] = style.tells === 'plan' ? ['', ' → '] : ['is ', ', declared '];
  if (columns(`${field}: ${before}${from}${between}${to}`) + 6 <= style.width) {
    return [`${field}: ${before}${p.red(from)}${between}${p.green(to)}`];
  }
  return [`${field}:`, `  ${before}${p.red(from)}`, `  ${between.replace(',', '').trim()} ${p.green(to)}`];
}

/** `3. restart ollama.service — its file changed`. The numbers are the order on the host, across its changes. */
function stepLines(step: Step, style: TextStyle): readonly string[] {
  const { paint: p, width } = style;
  const number = `${printable(step.id.replace(/^s(?=\d+$)/, ''))}.`.padStart(8);
  const what = stepText(step);
  const why = printable(step.because);
  const brush = disturbs(step) ? p.yellow : (text: string): string => text;
  const lead = `${p.dim(number)} ${brush(what)}`;
  const entries = style.verbose ? entryLines(step, p) : [];
  if (columns(what) + columns(why) + 12 <= width) return [`${lead} ${p.dim(`— ${why}`)}`, ...entries];
  const reasons = wrap(why, width - 13).map((line, i) => p.dim(`           ${i === 0 ? '—' : ' '} ${line}`));
  return [lead, ...reasons, ...entries];
}

/** Each file, link and directory of a tree that comes, changes or goes. */
function entryLines(step: Step, p: Paint): readonly string[] {
  if (step.do !== 'place') return [];
  const line = (sign: Sign, { path, type }: { readonly path: string; readonly type: string }): string =>
    `           ${signBrush(sign, p)(sign)} ${printable(path)}${type === 'directory' && path !== '.' ? '/' : ''}`;
  return [
    ...step.put.map((one) => line(one.was === null ? '+' : '~', one)),
    ...step.remove.map((one) => line('-', one)),
  ];
}

/** Whether whoever uses the service may notice. */
export function disturbs(step: Step): boolean {
  if (step.do === 'update-repo') return step.restarts.length > 0;
  return ['remove-checkout', 'stop', 'restart', 'try-restart', 'reload-or-restart'].includes(step.do);
}
