import type { EventSink } from '../model/event.ts';
import { jsonLine } from './json-line.ts';

/** One event a line, for programs. The first, `run-started`, carries the version of the format; the last is the summary. */
export function jsonView(write: (text: string) => void): EventSink {
  return {
    emit: (event) => write(jsonLine(event)),
    close: () => Promise.resolve(),
  };
}
