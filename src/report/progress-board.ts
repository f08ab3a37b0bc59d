import { needsWords } from './outcome-text.ts';
import { counterLine, finishedLine, runningLine } from './progress-lines.ts';
import type { LineStyle } from './progress-lines.ts';
import type { HostProgress, RunProgress } from './run-progress.ts';

/** One line of the board. An empty title takes no line; one that has ended never changes again. */
export interface Row {
  readonly title: string;
  readonly ended?: 'well' | 'badly';
}

/** Up to this many hosts, each has a row of its own; of more, only those at work and those in trouble are shown. */
const few = 20;
const troubledRows = 8;
const longestName = 24;

/**
 * The rows of a run: always as many, each at its place, and the counter last. `height` is how many hosts at work to
 * show of a large fleet; `over` says that nothing more will be heard.
 */
export function boardRows(
  run: RunProgress,
  height: number,
  over: boolean,
  lineStyle: Omit<LineStyle, 'name'>,
): readonly Row[] {
  const all = [...run.hosts.values()];
  const style = {
    ...lineStyle,
    name: Math.min(longestName, Math.max(0, ...all.map((host) => host.host.length))),
  };
  const rows =
    all.length <= few ? all.map((host) => hostRow(host, over, style)) : fleetRows(run, height, over, style);
  return [...rows, { title: over ? '' : counterLine(run, style.paint) }];
}

function hostRow(host: HostProgress, over: boolean, style: LineStyle): Row {
  if (host.state === 'running' && !over) return { title: runningLine(host, style) };
  if (host.state === 'waiting' || isQuiet(host)) return { title: '' };
  return { title: finishedLine(host, style), ended: troubled(host) ? 'badly' : 'well' };
}

function fleetRows(run: RunProgress, height: number, over: boolean, style: LineStyle): readonly Row[] {
  const bad = run.finished.filter(troubled);
  const running = [...run.hosts.values()].filter((host) => !over && host.state === 'running');
  running.sort((a, b) => a.since - b.since);
  return [
    ...places(troubledRows, bad).map((host): Row =>
      host === undefined ? { title: '' } : { title: finishedLine(host, style), ended: 'badly' },
    ),
    ...places(height, running).map((host): Row => ({
      title: host === undefined ? '' : runningLine(host, style),
    })),
  ];
}

/** The first of them in so many places. */
function places(count: number, hosts: readonly HostProgress[]): readonly (HostProgress | undefined)[] {
  return Array.from({ length: count }, (_, i) => hosts[i]);
}

function troubled(host: HostProgress): boolean {
  return host.result === undefined || needsWords(host.result);
}

/** Hosts of which there is nothing to see; the summary counts them. */
function isQuiet(host: HostProgress): boolean {
  return host.result?.outcome === 'unchanged' || host.result?.outcome === 'skipped';
}
