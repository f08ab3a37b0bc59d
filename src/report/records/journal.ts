import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';

import type { EventSink } from '../../model/event.ts';
import { jsonLine } from '../json-line.ts';

/** Milliseconds that events may wait in memory. A killed controller loses so much of its journal; hosts keep theirs. */
const patience = 50;

export interface Journal extends EventSink {
  /** Why events could not be kept, once that happened. */
  readonly failure: () => string | undefined;
}

/**
 * Keeps every event in a new file that only its owner can read, one a line. The first write that fails is told to
 * `onFailure` (a run whose journal is lost must end) and ends the writing. Gives what went wrong where the file cannot
 * be made, or is there already.
 */
export function openJournal(file: string, onFailure: (why: string) => void): Journal | string {
  const words = (error: unknown): string =>
    `the run's journal ${file} cannot be written: ${(error as Error).message}`;
  try {
    return journalOn(openSync(file, 'ax', 0o600), (error) => onFailure(words(error)), words);
  } catch (error) {
    return words(error);
  }
}

/** The same for a file that is open. */
export function journalOn(
  fd: number,
  onFailure: (error: unknown) => void,
  words: (error: unknown) => string,
): Journal {
  let failure: string | undefined;
  let waiting: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const attempt = (act: () => void): void => {
    try {
      if (failure === undefined) act();
    } catch (error) {
      failure = words(error);
      onFailure(error);
    }
  };
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const text = waiting.join('');
    waiting = [];
    attempt(() => writeAll(fd, text));
  };
  return {
    failure: () => failure,
    emit(event) {
      waiting.push(jsonLine(event));
      timer ??= setTimeout(flush, patience);
    },
    close() {
      flush();
      attempt(() => fsyncSync(fd));
      closeSync(fd);
      return Promise.resolve();
    },
  };
}

function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length;) written += writeSync(fd, bytes, written);
}
