import type { HostResult, Outcome, RunSummary } from '../model/event.ts';
import { printable } from '../model/printable.ts';
import { counted } from './counted.ts';
import { groupName } from './host-groups.ts';
import { needsWords, outcomeWords } from './outcome-text.ts';
import { paint } from './paint.ts';
import type { Paint } from './paint.ts';
import { shortTime } from './short-time.ts';
import { wrap } from './wrap.ts';

export interface SummaryOptions {
  readonly width: number;
  readonly colour: boolean;
  readonly verbose: boolean;
  /** The run's id, for the command that shows more. */
  readonly run: string;
}

/** What is left to say when a run is over: each host that needs somebody and why, the totals, what to type next. */
export function runSummaryText(
  results: readonly HostResult[],
  summary: RunSummary,
  options: SummaryOptions,
): string {
  const p = paint(options.colour);
  const troubled = results.filter(needsWords);
  const skipped = results.filter((result) => result.outcome === 'skipped').map((result) => result.host);
  return [
    ...troubled.flatMap((result) => [...hostLines(result, options.width, p), '']),
    ...(skipped.length === 0
      ? []
      : [p.dim(`not begun: ${printable(groupName(skipped, options.verbose))}`), '']),
    totalsLine(summary, p),
    ...nextLines(summary, options.run, p),
    '',
  ].join('\n');
}

function hostLines(result: HostResult, width: number, p: Paint): readonly string[] {
  const { words, sign, brush } = outcomeWords[result.outcome];
  const message = result.message === undefined ? [] : printable(result.message).split('\\n');
  return [
    `${p[brush](sign)} ${p.bold(printable(result.host))} ${p[brush](words)}`,
    ...message.flatMap((line) => wrap(line, width - 4)).map((line) => `    ${line}`),
    ...(result.journal ?? []).map((line) => p.dim(`    │ ${printable(line)}`)),
  ];
}

function totalsLine(summary: RunSummary, p: Paint): string {
  const parts = (Object.keys(outcomeWords) as Outcome[]).flatMap((outcome) => {
    const count = summary.outcomes[outcome] ?? 0;
    const { words, brush } = outcomeWords[outcome];
    return count === 0 ? [] : [p[brush](`${count} ${words}`)];
  });
  const hosts = Object.values(summary.outcomes).reduce((sum, count) => sum + count, 0);
  const done = `${counted(summary.stepsDone, 'step')} in ${shortTime(summary.seconds * 1000)}`;
  return `${p.bold(counted(hosts, 'host'))}: ${parts.join(' · ')}. ${done}.`;
}

/** The command that helps most with the worst that happened. */
function nextLines(summary: RunSummary, run: string, p: Paint): readonly string[] {
  const has = (outcome: Outcome): boolean => (summary.outcomes[outcome] ?? 0) > 0;
  const say = (command: string, why: string): readonly string[] => [
    '',
    `Next: ${p.bold(command)}  ${p.dim(why)}`,
  ];
  if (has('failed') || has('rolled-back'))
    return say(`fleetwright runs logs ${run}`, 'everything the run said');
  if (has('stale')) return say('fleetwright plan', 'to see them as they are now');
  if (has('lost')) return say('fleetwright plan', 'to see how those hosts came out');
  if (has('unreachable')) return say('fleetwright doctor', 'to find out why');
  if (has('locked')) return say('fleetwright apply --lock-wait 5m', 'to wait for the other run');
  return [];
}
