import { worst, type Check } from '../model/check.ts';
import { printable } from '../model/printable.ts';
import { counted } from './counted.ts';
import { paint, type Paint } from './paint.ts';
import type { TextOptions } from './text-style.ts';
import { wrap } from './wrap.ts';

/** One host, as it was examined. */
export interface Examined {
  readonly host: string;
  readonly checks: readonly Check[];
}

const signs = { ok: '✓', warn: '~', fail: '!' } as const;

/** Every host with all that was looked at, how to mend what is wrong, and the totals. */
export function doctorText(hosts: readonly Examined[], options: TextOptions): string {
  const p = paint(options.colour);
  const width = Math.max(0, ...hosts.flatMap(({ checks }) => checks.map((one) => one.check.length)));
  const blocks = hosts.map(({ host, checks }) =>
    [p.bold(printable(host)), ...checks.flatMap((one) => checkLines(one, width, options.width, p))].join(
      '\n',
    ),
  );
  return `${blocks.join('\n\n')}\n\n${totals(hosts)}\n`;
}

function checkLines(one: Check, column: number, width: number, p: Paint): readonly string[] {
  const brush = { ok: p.green, warn: p.yellow, fail: p.red }[one.state];
  const margin = ' '.repeat(column + 6);
  const [first = '', ...rest] = wrap(printable(one.detail), width - margin.length);
  const fix = one.fix === undefined ? [] : wrap(printable(one.fix), width - margin.length - 2);
  return [
    `  ${brush(signs[one.state])} ${one.check.padEnd(column)}  ${first}`,
    ...rest.map((line) => `${margin}${line}`),
    ...fix.map((line, index) => p.dim(`${margin}${index === 0 ? '→ ' : '  '}${line}`)),
  ];
}

function totals(hosts: readonly Examined[]): string {
  const count = (state: Check['state']): number =>
    hosts.filter(({ checks }) => worst(checks) === state).length;
  const [bad, doubtful] = [count('fail'), count('warn')];
  if (bad + doubtful === 0) return `${counted(hosts.length, 'host')}: all is well.`;
  return `${counted(hosts.length, 'host')}: ${count('ok')} well, ${doubtful} with warnings, ${bad} to mend.`;
}
