import type { RoundTrips } from '../latency/round-trips.ts';
import type { Cost } from '../measure/command.ts';
import type { StartUp } from '../measure/start-up.ts';
import { median } from '../measure/statistics.ts';
import { table } from './table.ts';

/** What one operation cost one contender in one round. */
export interface Figure extends Cost {
  readonly round: number;
  readonly operation: string;
  readonly contender: string;
  /** CPU seconds of all hosts together, until they have come to rest. */
  readonly hostCpu: number;
}

/** What the tables are about: the contender that is compared with, and the columns. */
export interface Columns {
  readonly floor: string;
  readonly operations: readonly string[];
}

/**
 * Tables: wall time with its ratio to the floor, CPU time and memory of this side, CPU time of the hosts. A ratio is the median of the
 * rounds' own ratios, so that what slows a whole round down does not show in it.
 */
export function figuresText(samples: readonly Figure[], { floor, operations }: Columns): string {
  const names = [...new Set(samples.map(({ contender }) => contender))];
  const rowsOf = (cell: (own: readonly Figure[], operation: string) => string): string[][] =>
    names.map((name) => [
      name,
      ...operations.map((operation) => cell(select(samples, operation, name), operation)),
    ]);
  const times = rowsOf((own, operation) => timeCell(own, select(samples, operation, floor)));
  const cpu = rowsOf((own) =>
    figure(
      own.map((sample) => sample.cpu),
      2,
    ),
  );
  const memory = rowsOf((own) =>
    figure(
      own.map((sample) => sample.memory),
      0,
    ),
  );
  const hosts = rowsOf((own) =>
    figure(
      own.map((sample) => sample.hostCpu),
      2,
    ),
  );
  return [
    `Seconds (× ${floor}), fastest–slowest round\n`,
    table(['', ...operations], times),
    'CPU seconds on this side\n',
    table(['', ...operations], cpu),
    'Peak memory on this side, MB\n',
    table(['', ...operations], memory),
    'CPU seconds on the hosts, all together\n',
    table(['', ...operations], hosts),
  ].join('\n');
}

/** How long the shortest command takes. */
export function startUpText(figures: readonly StartUp[]): string {
  const rows = figures.map(({ command, wall, cpu }) => [command, wall.toFixed(0), cpu.toFixed(0)]);
  return table(['milliseconds', 'wall', 'CPU'], rows);
}

/** How often programs wait for the line to a host. */
export function roundTripsText(figures: readonly RoundTrips[]): string {
  const rows = figures.map(({ program, seconds, roundTrips, beyondHandshake }) => [
    program,
    seconds.toFixed(2),
    roundTrips.toFixed(1),
    beyondHandshake.toFixed(1),
  ]);
  return table(['50 ms to each host and back', 'seconds', 'round trips', 'beyond the handshake'], rows);
}

function select(samples: readonly Figure[], operation: string, contender: string): readonly Figure[] {
  return samples.filter((sample) => sample.operation === operation && sample.contender === contender);
}

function timeCell(own: readonly Figure[], floor: readonly Figure[]): string {
  if (own.length === 0) return '';
  const seconds = own.map((sample) => sample.seconds);
  const ratios = own.map(
    (sample) => sample.seconds / (floor.find(({ round }) => round === sample.round)?.seconds ?? NaN),
  );
  const ratio = floor.length === 0 ? '' : ` (${median(ratios).toFixed(2)})`;
  const range = [Math.min(...seconds), Math.max(...seconds)].map((one) => one.toFixed(1)).join('–');
  return `${median(seconds).toFixed(2)}${ratio} ${range}`;
}

function figure(numbers: readonly number[], digits: number): string {
  return numbers.length === 0 ? '' : median(numbers).toFixed(digits);
}
