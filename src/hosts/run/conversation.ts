import type { Limits, Script } from '../connection.ts';
import { MarkFinder } from './mark.ts';
import type { Opening } from './opening.ts';
import type { Answer } from './password-gate.ts';
import type { Pipe, PipeEnd, Spawn } from './pipe.ts';
import { Tail } from './tail.ts';

/** Why we stopped listening before the program ended. */
export type GivenUp = {
  readonly type: 'timeout' | 'overflow' | 'aborted' | 'password';
  readonly message: string;
};

/** Everything that was seen of one program on one host. */
export interface Heard {
  /** The shell's mark came: become worked, and the shell has read at least its first line. */
  readonly began: boolean;
  readonly end: PipeEnd | GivenUp;
  readonly stdout: Uint8Array;
  readonly stderr: string;
  /** The last that was printed on standard output before the mark, by a login shell or in place of one. */
  readonly noise: string;
}

const stderrKept = 64 * 1024;
const noiseKept = 1024;

/**
 * Starts a program, says the opening, listens within the limits and tells what was heard. It never rejects; a listener
 * of the caller's that throws is a bug and is not caught here. `answered` hears what became of the opening's password as
 * soon as that is known.
 */
export function converse(
  spawn: Spawn,
  opening: Opening,
  script: Script,
  answered?: (answer: Answer) => void,
): Promise<Heard> {
  return new Promise((resolve) => new Conversation(opening, script, resolve, answered).start(spawn));
}

class Conversation {
  readonly #opening: Opening;
  readonly #script: Script;
  readonly #finder: MarkFinder;
  readonly #stderr = new Tail(stderrKept);
  readonly #noise = new Tail(noiseKept);
  readonly #stdout: Uint8Array[] = [];
  readonly #settle: (heard: Heard) => void;
  readonly #answered: ((answer: Answer) => void) | undefined;
  readonly #timers: NodeJS.Timeout[] = [];
  #idle: NodeJS.Timeout | undefined;
  #pipe: Pipe | undefined;
  #bytes = 0;
  #began = false;
  #over = false;

  constructor(
    opening: Opening,
    script: Script,
    settle: (heard: Heard) => void,
    answered?: (answer: Answer) => void,
  ) {
    this.#answered = answered;
    this.#opening = opening;
    this.#script = script;
    this.#settle = settle;
    this.#finder = new MarkFinder(opening.mark);
  }

  start(spawn: Spawn): void {
    const { signal, limits } = this.#script;
    if (signal?.aborted) {
      this.#giveUp('aborted', 'interrupted');
      return;
    }
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    this.#watch(limits);
    this.#pipe = spawn(this.#opening.launch, {
      stdout: (chunk) => this.#onStdout(chunk),
      stderr: (chunk) => this.#onStderr(chunk),
      ended: (end) => this.#finish(end),
    });
    if (this.#opening.then === undefined) this.#sent(this.#pipe);
  }

  #watch(limits: Limits): void {
    this.#idle = setTimeout(
      () => this.#giveUp('timeout', `nothing was heard for ${limits.idleMs / 1000} s`),
      limits.idleMs,
    );
    const total = setTimeout(
      () => this.#giveUp('timeout', `not done after ${limits.totalMs / 1000} s`),
      limits.totalMs,
    );
    this.#timers.push(this.#idle, total);
  }

  #onStdout(chunk: Uint8Array): void {
    if (this.#over) return;
    this.#idle?.refresh();
    const before = this.#bytes;
    this.#bytes += chunk.length;
    const allowed = this.#script.limits.maxBytes - before;
    this.#hear(chunk.length > allowed ? chunk.subarray(0, allowed) : chunk);
    if (chunk.length > allowed)
      this.#giveUp('overflow', `more than ${this.#script.limits.maxBytes} bytes of output`);
  }

  #hear(chunk: Uint8Array): void {
    if (this.#began) {
      this.#take(chunk);
      return;
    }
    const rest = this.#finder.feed(chunk);
    if (rest === undefined) {
      this.#noise.add(chunk);
      return;
    }
    this.#began = true;
    this.#answered?.(this.#prompts() > 0 ? 'accepted' : 'none');
    this.#proceed();
    this.#take(rest);
  }

  #take(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    if (this.#script.onOutput) this.#script.onOutput(chunk);
    else this.#stdout.push(chunk);
  }

  /** The shell has begun behind a password: now the script may go. */
  #proceed(): void {
    const { then } = this.#opening;
    if (then === undefined || !this.#pipe) return;
    this.#pipe.write(then);
    if (!this.#script.onInput) this.#pipe.end();
    this.#sent(this.#pipe);
  }

  #sent(pipe: Pipe): void {
    this.#script.onInput?.({
      write: (data) =>
        new Promise((taken) => pipe.write(typeof data === 'string' ? Buffer.from(data) : data, taken)),
      end: () => pipe.end(),
    });
  }

  #onStderr(chunk: Uint8Array): void {
    if (this.#over) return;
    this.#idle?.refresh();
    this.#stderr.add(chunk);
    // A second prompt: the first answer was not accepted, and a further one would count as another try.
    if (!this.#began && this.#prompts() > 1) this.#giveUp('password', 'the password was not accepted');
  }

  /** How often sudo has asked for the password. */
  #prompts(): number {
    const { prompt } = this.#opening;
    return prompt === undefined ? 0 : this.#stderr.text().split(prompt).length - 1;
  }

  /** A sudo that has asked and then ends may have had one try only (sudoers(5), passwd_tries). */
  #answerAtEnd({ type }: Heard['end']): Answer {
    return this.#prompts() > 0 && (type === 'password' || type === 'exited') ? 'refused' : 'none';
  }

  readonly #onAbort = (): void => this.#giveUp('aborted', 'interrupted');

  #giveUp(type: GivenUp['type'], message: string): void {
    this.#pipe?.cut();
    this.#finish({ type, message });
  }

  #finish(end: Heard['end']): void {
    if (this.#over) return;
    this.#over = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#script.signal?.removeEventListener('abort', this.#onAbort);
    if (!this.#began) this.#answered?.(this.#answerAtEnd(end));
    const stdout = this.#stdout.length === 1 ? this.#stdout[0] : Buffer.concat(this.#stdout);
    this.#settle({
      began: this.#began,
      end,
      stdout: stdout ?? new Uint8Array(),
      stderr: this.#heardStderr(),
      noise: this.#noise.text(),
    });
  }

  #heardStderr(): string {
    const text = this.#stderr.text();
    return this.#opening.prompt === undefined ? text : text.replaceAll(this.#opening.prompt, '');
  }
}
