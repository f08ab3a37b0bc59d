import { randomBytes } from 'node:crypto';
import type { Connection, Limits, ScriptInput, ScriptResult } from '../hosts/connection.ts';
import type { HostResult, Outcome, StepState } from '../model/event.ts';
import { printable } from '../model/printable.ts';
import type { Step } from '../model/step.ts';
import { listener, type Said } from './listen.ts';
import { runScript } from './run-script.ts';

/** What one host is to do, and who wants to know. */
export interface HostRun {
  readonly host: string;
  readonly steps: readonly Step[];
  readonly run: string;
  readonly holder: string;
  readonly lockWait: number;
  readonly onFailure: 'rollback' | 'stop';
  /** Aborted: begin no new step, put back what was done. */
  readonly stop: AbortSignal;
  /** Aborted: wait no longer; the host goes on by itself. */
  readonly leave: AbortSignal;
  readonly now: () => number;
  onStep(step: Step, state: 'started' | StepState, seconds: number, message?: string): void;
  onNote(text: string): void;
}

const minute = 60_000;

/** A start may take ten minutes and a health check what it was given; nothing else on a host is slow. */
function limitsOf(run: HostRun): Limits {
  const checks = run.steps.map((step) =>
    step.do === 'health' ? step.health.settle + step.health.timeout : 0,
  );
  const idleMs = 12 * minute + Math.max(0, ...checks) + run.lockWait * 1000;
  return { maxBytes: 64 << 20, idleMs, totalMs: idleMs + run.steps.length * minute };
}

/**
 * Hands the steps to a host and follows them to their end. Never throws for what a host does. `answered` is false when
 * the line was dead: the host has heard nothing of the run.
 */
export async function runOnHost(
  connection: Connection,
  run: HostRun,
): Promise<{ readonly result: HostResult; readonly answered: boolean }> {
  const nonce = randomBytes(16).toString('hex');
  const course = new Course(run);
  const text = runScript(run.steps, { ...run, nonce });
  let input: ScriptInput | undefined;
  const askToStop = (): void => {
    if (course.listens) input?.write('stop\n');
  };
  run.stop.addEventListener('abort', askToStop);
  const result = await connection.run({
    text,
    privileged: true,
    limits: limitsOf(run),
    signal: run.leave,
    onInput: (writer) => (input = writer),
    onOutput: listener(nonce, (said) => {
      course.hear(said);
      if ((said.name === 'begin' || said.name === 'waiting') && run.stop.aborted) askToStop();
      if (said.name === 'end' || said.name === 'locked' || said.name === 'refused') input?.end();
    }),
  });
  run.stop.removeEventListener('abort', askToStop);
  return { result: course.result(result), answered: course.answered };
}

/** How far a host has come, as it says. */
class Course {
  begun = false;
  /** The run itself reads what we write; before that the shell would. */
  listens = false;
  answered = false;
  #end: string | undefined;
  #done = 0;
  #undone = 0;
  #complaints: string[] = [];
  readonly #journal: string[] = [];
  readonly #failed: string[] = [];
  readonly #run: HostRun;
  readonly #steps: ReadonlyMap<string, Step>;
  readonly #since = new Map<string, number>();
  readonly #started: number;

  constructor(run: HostRun) {
    this.#run = run;
    this.#steps = new Map(run.steps.map((step) => [step.id, step]));
    this.#started = run.now();
  }

  hear({ name, words }: Said): void {
    this.answered = true;
    const at = words.indexOf(' ');
    const step = this.#steps.get(at === -1 ? words : words.slice(0, at));
    const text = at === -1 ? '' : words.slice(at + 1);
    if (step !== undefined && this.#hearStep(name, step, text)) return;
    if (name === 'begin' || name === 'waiting') this.listens = true;
    if (name === 'begin') this.begun = true;
    else if (name === 'waiting') this.#run.onNote(`waits for another run: ${words}`);
    else if (name === 'note') this.#run.onNote(words);
    else if (name === 'end') this.#end = words;
    else if (name === 'locked' || name === 'refused' || name === 'moved') {
      this.#complaints.push(words);
      if (name !== 'moved') this.#end ??= name;
    }
  }

  #hearStep(name: string, step: Step, text: string): boolean {
    switch (name) {
      case 'start':
        this.#since.set(step.id, this.#run.now());
        this.#run.onStep(step, 'started', 0);
        return true;
      case 'said':
        this.#complaints.push(text);
        if (step.do === 'verify') this.#run.onNote(text);
        return true;
      case 'log':
        this.#journal.push(text);
        return true;
      case 'ok':
        this.#done += 1;
        this.#finish(step, 'done');
        return true;
      case 'failed':
        this.#failed.push(stepName(step));
        this.#finish(step, 'failed', this.#complaints.join('; '));
        return true;
      case 'undone':
      case 'undo-failed':
        if (name === 'undone') this.#undone += 1;
        else this.#failed.push(`undoing ${stepName(step)}`);
        this.#finish(step, name);
        return true;
      default:
        return false;
    }
  }

  #finish(step: Step, state: StepState, message?: string): void {
    const since = this.#since.get(step.id) ?? this.#run.now();
    this.#run.onStep(step, state, (this.#run.now() - since) / 1000, message);
  }

  result(result: ScriptResult): HostResult {
    const [outcome, message] = this.#outcome(result);
    return {
      host: this.#run.host,
      outcome,
      ...(message === undefined ? {} : { message }),
      ...(this.#journal.length > 0 ? { journal: this.#journal } : {}),
      stepsDone: this.#done,
      stepsUndone: this.#undone,
      seconds: (this.#run.now() - this.#started) / 1000,
    };
  }

  #outcome(result: ScriptResult): readonly [Outcome, string?] {
    const why = `${this.#failed.join(', ')} failed${this.#complaints.length > 0 ? `: ${this.#complaints.join('; ')}` : ''}`;
    const said = this.#complaints.join('; ');
    switch (this.#end) {
      case 'changed':
        return ['changed'];
      case 'rolled-back':
        return ['rolled-back', why];
      case 'failed':
        return ['failed', `${why}; left as it is (on_failure: stop)`];
      case 'undo-failed':
        return [
          'failed',
          `${why}; not everything could be put back: look at the host, its files are kept in /var/lib/fleetwright/runs/${this.#run.run}/saved`,
        ];
      case 'interrupted':
        return [
          'interrupted',
          this.begun ? 'stopped before its end; what was done has been put back' : 'stopped before it began',
        ];
      case 'stale':
        return ['stale', `changed on the host since the plan: ${said}; plan again`];
      case 'locked':
        return ['locked', `another run holds this host: ${said}; wait for it with --lock-wait 5m`];
      case 'refused':
        return ['failed', `nothing was changed: ${said}`];
      default:
        return this.#withoutEnd(result);
    }
  }

  /** The host did not say how it ended: before it began nothing was touched, after that it goes on by itself. */
  #withoutEnd(result: ScriptResult): readonly [Outcome, string?] {
    const goesOn = 'it finishes or undoes the run by itself; the next plan tells which';
    if (result.type === 'exited') {
      const stderr = printable(result.stderr.trim().split('\n').at(-1) ?? '');
      return [
        'failed',
        `the run ended without a word${stderr === '' ? '' : `: ${stderr}`}; ${this.begun ? goesOn : 'nothing was changed'}`,
      ];
    }
    if (!this.begun) {
      // Whether the whole script had arrived cannot be known from here.
      return result.type === 'refused'
        ? ['unreachable', result.message]
        : ['lost', `${result.message}; if the host had begun, ${goesOn}`];
    }
    return ['lost', `${result.message}; ${goesOn}`];
  }
}

/** `restart ollama.service`, as people say it. */
function stepName(step: Step): string {
  if ('unit' in step) return `${step.do} ${step.unit}`;
  if ('path' in step) return `${step.do} ${step.path}`;
  return step.do;
}
