import { openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { ReadStream, WriteStream } from 'node:tty';

/** Asks the person at the terminal. */
export interface Prompt {
  /**
   * Shows the question and gives the line that is typed; with `hidden` it is not shown. Undefined when there is no
   * answer: Ctrl-C, Ctrl-D, or `signal`. The terminal is afterwards as it was before, whatever happens.
   */
  ask(
    question: string,
    how: { readonly hidden: boolean; readonly signal: AbortSignal },
  ): Promise<string | undefined>;
}

/**
 * The terminal that the program was started from, even when its input and output are redirected; undefined where there
 * is none (cron, CI, a service). While it reads a line Ctrl-C raises no signal; `onInterrupt` is called instead.
 */
export function terminalPrompt(onInterrupt: () => void, path = '/dev/tty'): Prompt | undefined {
  if (open(path) === undefined) return undefined;
  return {
    async ask(question, { hidden, signal }) {
      const [input, output] = [open(path), open(path)];
      if (input === undefined || output === undefined || signal.aborted) return undefined;
      return readLine({ input: new ReadStream(input), output: new WriteStream(output) }, question, {
        hidden,
        signal,
        onInterrupt,
      });
    },
  };
}

/** No controlling terminal is an ordinary thing. What there is to say about it the caller says. */
function open(path: string): number | undefined {
  try {
    return openSync(path, 'r+');
  } catch {
    return undefined;
  }
}

interface Reading {
  readonly hidden: boolean;
  readonly signal: AbortSignal;
  readonly onInterrupt: () => void;
}

function readLine(
  terminal: { readonly input: ReadStream; readonly output: WriteStream },
  question: string,
  { hidden, signal, onInterrupt }: Reading,
): Promise<string | undefined> {
  const { input, output } = terminal;
  output.write(question);
  const echo = hidden ? new Writable({ write: (_chunk, _encoding, done) => done() }) : output;
  const line = createInterface({ input, output: echo, terminal: true, prompt: hidden ? '' : question });
  return new Promise((resolve) => {
    let answer: string | undefined;
    const end = (): void => line.close();
    line.once('line', (text) => {
      answer = text;
      end();
    });
    line.once('SIGINT', () => {
      onInterrupt();
      end();
    });
    signal.addEventListener('abort', end, { once: true });
    line.once('close', () => {
      signal.removeEventListener('abort', end);
      if (hidden || answer === undefined) output.write('\n');
      input.destroy();
      output.end(() => resolve(answer));
    });
  });
}
