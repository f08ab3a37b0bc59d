import type { Frame, Output } from '../../../src/cli/frame.ts';
import type { Prompt } from '../../../src/cli/prompt.ts';

export interface TestFrame extends Frame {
  /** What was written to stdout and stderr. */
  readonly said: { out: string; err: string };
  /** Does what Ctrl-C does. */
  readonly interrupt: () => void;
}

/** A world for a verb: no terminal, an empty environment, a clock that stands still. */
export function frame(more: Partial<Frame> & { readonly answers?: readonly string[] } = {}): TestFrame {
  const said = { out: '', err: '' };
  const stop = new AbortController();
  const { answers, ...rest } = more;
  return {
    ...{ said, version: '0.0.0', cwd: '/', env: {}, terminal: undefined },
    interrupt: () => stop.abort(),
    out: output((text) => (said.out += text)),
    err: output((text) => (said.err += text)),
    inputIsTerminal: answers !== undefined,
    prompt: () => Promise.resolve(answers === undefined ? undefined : promptThat(answers, said)),
    now: () => new Date(Date.UTC(2026, 10, 21, 22, 15, 0)),
    random: (bytes) => new Uint8Array(bytes).fill(0xaa),
    stop: stop.signal,
    leave: new AbortController().signal,
    stoppedBy: () => (stop.signal.aborted ? 'SIGINT' : undefined),
    ...rest,
  };
}

function output(write: (text: string) => void): Output {
  return { write, isTerminal: false, width: 80 };
}

/** Answers one question after the other; when the answers are used up, nobody answers. */
function promptThat(answers: readonly string[], said: { err: string }): Prompt {
  const left = [...answers];
  return {
    ask(question) {
      said.err += question;
      return Promise.resolve(left.shift());
    },
  };
}
