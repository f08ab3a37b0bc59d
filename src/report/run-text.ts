import type { HostResult } from '../model/event.ts';
import { printable } from '../model/printable.ts';
import { counted } from './counted.ts';
import { gather } from './gather.ts';
import { needsWords, outcomeWords } from './outcome-text.ts';
import { paint } from './paint.ts';
import { readEvents } from './records/read.ts';
import type { RecordedRun } from './records/read.ts';
import type { RunResult } from './records/result.ts';
import { followRun } from './run-progress.ts';
import { runSummaryText } from './run-summary-text.ts';
import { shortTime } from './short-time.ts';
import type { TextOptions } from './text-style.ts';

/** One recorded run for a person: what it was, each host, the summary it ended with. */
export async function runText(run: RecordedRun, options: TextOptions): Promise<string> {
  const { result } = run;
  if (result === undefined) return unfinishedText(run, options);
  const p = paint(options.colour);
  const fine = result.hosts.filter((host) => !needsWords(host) && host.outcome !== 'skipped');
  return [
    ...facts(result).map(([name, value]) => `${p.dim(name.padEnd(9))} ${printable(value)}`),
    `${p.dim('record'.padEnd(9))} ${run.dir}`,
    '',
    ...fine.map((host) => fineLine(host)),
    ...(fine.length === 0 ? [] : ['']),
    runSummaryText(result.hosts, result.summary, { ...options, run: run.id }),
  ].join('\n');
}

function facts(result: RunResult): readonly (readonly [string, string])[] {
  const { source } = result;
  return [
    ['run', result.run],
    ['command', `fleetwright ${result.command.join(' ')}`],
    ['plan', result.plan],
    ['began', result.started],
    ['ended', result.finished],
    ...(source === undefined
      ? []
      : [['commit', `${source.commit}${source.dirty ? ', with local changes' : ''}`] as const]),
    ['exit code', String(result.summary.exitCode)],
  ];
}

function fineLine(host: HostResult): string {
  const { words, sign } = outcomeWords[host.outcome];
  const steps =
    host.stepsDone === 0 ? '' : `, ${counted(host.stepsDone, 'step')} in ${shortTime(host.seconds * 1000)}`;
  return `${sign} ${printable(host.host)} ${words}${steps}`;
}

/** A run without a result goes on still, or its controller was killed; its events tell how far it came. */
async function unfinishedText(run: RecordedRun, options: TextOptions): Promise<string> {
  const [seen, gathered] = [followRun(), gather()];
  for await (const event of readEvents(run)) {
    seen.heed(event);
    gathered.sink.emit(event);
  }
  const p = paint(options.colour);
  const open = [...seen.progress.hosts.values()].filter((host) => host.state === 'running');
  return [
    `${p.yellow('!')} ${p.bold(run.id)} has not finished: it still goes on, or was killed. Hosts finish or undo by themselves.`,
    ...gathered.results.map(fineLine),
    ...open.map(
      (host) => `? ${printable(host.host)} was at ${host.done}/${host.steps.length}, ${host.current}`,
    ),
    '',
    `Next: ${p.bold('fleetwright plan')}  ${p.dim('to see how the hosts are now')}`,
    '',
  ].join('\n');
}
