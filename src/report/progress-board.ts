import { needsWords } from './outcome-text.ts';
import { counterLine, finishedLine, runningLine } from './progress-lines.ts';
import type { LineStyle } from './progress-lines.ts';
import type { HostProgress, RunProgress } from './run-progress.ts';
import { stopping } from './stopping.ts';

/** One line of the board. An empty title takes no line; one that has ended never changes again. */
export interface Row {
  readonly title: string;
  readonly ended?: 'well' | 'badly';
}

/** Up to this many hosts, each has a row of its own; of more, only those at work and those in trouble are shown. */
const few = 20;
const troubledRows = 8;
const longestName = 24;

export interface BoardShape {
  /** How many hosts at work are shown of a large fleet. */
  readonly height: number;
  /** Nothing more will be heard. */
  readonly over: boolean;
  /** The person asked to stop. */
  readonly stopping: boolean;
}

/** The rows of a run: always as many, each at its place, and the counter last. */
export function boardRows(
  run: RunProgress,
  shape: BoardShape,
  line: Omit<LineStyle, 'name'>,
): readonly Row[] {
  const all = [...run.hosts.values()];
  const longest = Math.max(0, ...all.map((host) => host.host.length));
  const style = { ...line, name: Math.min(longestName, longest) };
  const rows =
    all.length <= few ? all.map((host) => hostRow(host, shape.over, style)) : fleetRows(run, shape, style);
  return [...rows, { title: shape.over ? '' : lastLine(run, shape, style) }];
}

function lastLine(run: RunProgress, shape: BoardShape, style: LineStyle): string {
  return shape.stopping ? style.paint.yellow(stopping) : counterLine(run, style.paint);
}

function hostRow(host: HostProgress, over: boolean, style: LineStyle): Row {
  if (host.state === 'running' && !over) return { title: runningLine(host, style) };
  if (host.state === 'waiting' || isQuiet(host)) return { title: '' };
  return { title: finishedLine(host, style), ended: troubled(host) ? 'badly' : 'well' };
}

function fleetRows(run: RunProgress, { height, over }: BoardShape, style: LineStyle): readonly Row[] {
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
