import type { Outcome } from '../model/event.ts';
import { printable } from '../model/printable.ts';
import { outcomeWords } from './outcome-text.ts';
import { paint } from './paint.ts';
import type { Paint } from './paint.ts';
import type { RecordedRun } from './records/read.ts';
import { shortTime } from './short-time.ts';
import type { TextOptions } from './text-style.ts';

/** Recorded runs, one a line: id (its UTC time is in it), what was typed, how the hosts came out. */
export function runListText(runs: readonly RecordedRun[], options: TextOptions): string {
  const p = paint(options.colour);
  const commands = runs.map(({ result }) => printable(result?.command.join(' ') ?? ''));
  const width = Math.min(32, Math.max(...commands.map((command) => command.length)));
  return runs
    .map((run, i) => `${run.id}  ${(commands[i] ?? '').padEnd(width)}  ${outcomeText(run, p)}\n`)
    .join('');
}

function outcomeText({ result }: RecordedRun, p: Paint): string {
  if (result === undefined) return p.yellow('not finished');
  const { outcomes, seconds } = result.summary;
  const parts = (Object.keys(outcomeWords) as Outcome[]).flatMap((outcome) => {
    const count = outcomes[outcome] ?? 0;
    return count === 0 ? [] : [p[outcomeWords[outcome].brush](`${count} ${outcomeWords[outcome].words}`)];
  });
  return `${parts.join(', ')} ${p.dim(`in ${shortTime(seconds * 1000)}`)}`;
}
