import { printable } from '../model/printable.ts';
import { counted } from './counted.ts';
import { needsWords, outcomeWords } from './outcome-text.ts';
import type { Paint } from './paint.ts';
import type { HostProgress, RunProgress } from './run-progress.ts';
import { shortTime } from './short-time.ts';
import { columns } from './wrap.ts';

/** How a line of progress is drawn: within `width` columns, at the time `now` (milliseconds of the events' clock). */
export interface LineStyle {
  readonly width: number;
  readonly paint: Paint;
  readonly now: number;
  /** Columns of the host's name. */
  readonly name: number;
}

/** `web-1  3/11  restart ollama.service  2 s` */
export function runningLine(host: HostProgress, style: LineStyle): string {
  const elapsed = style.now - host.since;
  const time = elapsed >= 1000 ? `  ${shortTime(Math.floor(elapsed / 1000) * 1000)}` : '';
  const count = `${host.done}/${host.steps.length}`.padStart(5);
  return line(host.host, `${count}  ${host.current}`, time, style);
}

/** `web-1  changed, 11 steps, 4.2 s`, or what went wrong. */
export function finishedLine(host: HostProgress, style: LineStyle): string {
  const { result } = host;
  if (result === undefined) return line(host.host, 'no word of how it ended', '', style);
  const { words, brush } = outcomeWords[result.outcome];
  const message = result.message?.split('\n')[0] ?? '';
  const rest =
    needsWords(result) && message !== ''
      ? `: ${printable(message)}`
      : `, ${counted(result.stepsDone, 'step')}`;
  return line(host.host, `${words}${rest}`, `  ${shortTime(result.seconds * 1000)}`, { ...style, brush });
}

/** `12 of 50 hosts done, 32 running, 6 waiting, 1 failed` */
export function counterLine({ hosts, batch }: RunProgress, p: Paint): string {
  const all = [...hosts.values()];
  const count = (wanted: (host: HostProgress) => boolean): number => all.filter(wanted).length;
  const troubled = count((host) => host.result !== undefined && needsWords(host.result));
  const parts = [
    `${count((host) => host.state === 'finished')} of ${counted(hosts.size, 'host')} done`,
    ...some(
      count((host) => host.state === 'running'),
      'running',
    ),
    ...some(
      count((host) => host.state === 'waiting'),
      'waiting',
    ),
    ...(batch === '' ? [] : [batch]),
  ];
  return `${p.dim(parts.join(', '))}${troubled === 0 ? '' : `, ${p.red(`${troubled} in trouble`)}`}`;
}

function some(count: number, word: string): readonly string[] {
  return count === 0 ? [] : [`${count} ${word}`];
}

function line(
  host: string,
  what: string,
  time: string,
  style: LineStyle & { readonly brush?: keyof Paint },
): string {
  const { paint: p, width, brush } = style;
  const name = printable(host).padEnd(style.name);
  const said = cut(what, width - columns(name) - columns(time) - 1);
  return `${p.bold(name)} ${brush === undefined ? said : p[brush](said)}${p.dim(time)}`;
}

function cut(text: string, width: number): string {
  if (columns(text) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (columns(kept + character) >= width) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}
