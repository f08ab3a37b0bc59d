import type { EventSink, RunEvent } from '../model/event.ts';
import { printable } from '../model/printable.ts';
import { counted } from './counted.ts';
import { outcomeWords } from './outcome-text.ts';
import { shortTime } from './short-time.ts';
import { stepText } from './step-text.ts';

/** Plain lines with a time in front, for logs and CI: one for each thing that ends, with the host's name in it. */
export function linesView(write: (text: string) => void, verbose: number): EventSink {
  return {
    emit(event) {
      for (const line of lineOf(event, verbose)) write(`${event.time.slice(11, 19)} ${line}\n`);
    },
    close: () => Promise.resolve(),
  };
}

function lineOf(event: RunEvent, verbose: number): readonly string[] {
  switch (event.type) {
    case 'run-started':
      return [`run ${printable(event.run)}: ${counted(event.plan.summary.changing, 'host')} to change`];
    case 'batch-started':
      return event.of > 1
        ? [`batch ${event.batch} of ${event.of}: ${event.hosts.map(printable).join(', ')}`]
        : [];
    case 'host-started':
      return verbose > 0 ? [`${printable(event.host)}: begins`] : [];
    case 'step-started':
      return verbose > 1 ? [`${printable(event.host)}: ${stepText(event.step)} …`] : [];
    case 'step-finished':
      return [stepLine(event)];
    case 'host-note':
      return [`${printable(event.host)}: ${printable(event.text)}`];
    case 'host-finished':
      return resultLines(event);
    case 'run-finished':
      return [
        `run ${printable(event.run)}: ended after ${shortTime(event.summary.seconds * 1000)}, exit code ${event.summary.exitCode}`,
      ];
  }
}

function stepLine(event: Extract<RunEvent, { type: 'step-finished' }>): string {
  const word = { done: '', failed: 'FAILED ', undone: 'undone: ', 'undo-failed': 'UNDO FAILED: ' }[
    event.state
  ];
  const time = event.seconds >= 0.1 ? ` (${shortTime(event.seconds * 1000)})` : '';
  const message = event.message === undefined ? '' : `: ${printable(event.message)}`;
  return `${printable(event.host)}: ${word}${stepText(event.step)}${time}${message}`;
}

function resultLines(event: Extract<RunEvent, { type: 'host-finished' }>): readonly string[] {
  const { host, outcome, message } = event.result;
  if (outcome === 'unchanged') return [];
  const why = message === undefined ? '' : `: ${printable(message)}`;
  return [`${printable(host)}: ${outcomeWords[outcome].words}${why}`];
}
