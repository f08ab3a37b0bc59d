import type { StepState } from '../model/event.ts';
import type { Step } from '../model/step.ts';
import type { Said } from './listen.ts';

/** Who wants to know what a host does. */
export interface Listener {
  /** A step starts, ends (`done` or `failed`) and is undone at most once each and in that order, whatever the host says. */
  onStep(step: Step, state: 'started' | StepState, seconds: number, message?: string): void;
  onNote(text: string): void;
}

/** What a host has said of its run. */
export interface Story {
  /** It said anything at all: the line was not dead. */
  readonly answered: boolean;
  /** The run itself reads what we write; before that the shell would. */
  readonly listens: boolean;
  readonly begun: boolean;
  /** Its last word; absent where it was not heard. */
  readonly end?: string;
  /** Why nothing was done: what has moved, who holds the lock, what was refused. */
  readonly reasons: readonly string[];
  /** The steps that failed and those that could not be undone, as people say them. */
  readonly failed: readonly string[];
  readonly complaints: readonly string[];
  readonly journal: readonly string[];
  readonly stepsDone: number;
  readonly stepsUndone: number;
}

/** Follows a host by what it says. What makes no sense is passed over: a host may say anything. */
export class Course {
  readonly #steps: ReadonlyMap<string, Followed>;
  readonly #listener: Listener;
  readonly #now: () => number;
  readonly #reasons: string[] = [];
  readonly #failed: string[] = [];
  readonly #journal: string[] = [];
  #answered = false;
  #listens = false;
  #begun = false;
  #end: string | undefined;
  /** When it last said something: an undo has taken since then. */
  #heard: number;

  constructor(steps: readonly Step[], listener: Listener, now: () => number) {
    this.#steps = new Map(steps.map((step) => [step.id, { step, complaints: [] }]));
    this.#listener = listener;
    this.#now = now;
    this.#heard = now();
  }

  hear({ name, words }: Said): void {
    this.#answered = true;
    if (this.#end !== undefined) return;
    const at = words.indexOf(' ');
    const followed = this.#steps.get(at === -1 ? words : words.slice(0, at));
    if (followed === undefined || !this.#hearOf(followed, name, at === -1 ? '' : words.slice(at + 1)))
      this.#hearOfRun(name, words);
    this.#heard = this.#now();
  }

  #hearOfRun(name: string, words: string): void {
    if (name === 'begin' || name === 'waiting') this.#listens = true;
    if (name === 'begin') this.#begun = true;
    else if (name === 'waiting') this.#listener.onNote(`waits for another run: ${words}`);
    else if (name === 'note') this.#listener.onNote(words);
    else if (name === 'end') this.#end = words;
    else if (name === 'locked' || name === 'refused' || name === 'moved') this.#reasons.push(words);
    // After these two nothing more comes; a refusal in the course of a run is followed by its end.
    if (name === 'locked' || (name === 'refused' && !this.#begun)) this.#end = name;
  }

  #hearOf(followed: Followed, name: string, text: string): boolean {
    switch (name) {
      case 'start':
        this.#start(followed);
        return true;
      case 'said':
        followed.complaints.push(text);
        if (followed.step.do === 'verify') this.#listener.onNote(text);
        return true;
      case 'log':
        this.#journal.push(text);
        return true;
      case 'ok':
        this.#finish(followed, 'done');
        return true;
      case 'failed':
        this.#finish(followed, 'failed', followed.complaints.join('; '));
        return true;
      case 'undone':
      case 'undo-failed':
        this.#undo(followed, name);
        return true;
      default:
        return false;
    }
  }

  #start(followed: Followed): void {
    if (followed.since !== undefined) return;
    followed.since = this.#now();
    this.#listener.onStep(followed.step, 'started', 0);
  }

  #finish(followed: Followed, state: 'done' | 'failed', message?: string): void {
    if (followed.state !== undefined || followed.undone !== undefined) return;
    this.#start(followed); // one that could not even begin
    followed.state = state;
    if (state === 'failed') this.#failed.push(stepName(followed.step));
    const seconds = (this.#now() - (followed.since ?? this.#now())) / 1000;
    this.#listener.onStep(followed.step, state, seconds, message);
  }

  #undo(followed: Followed, state: 'undone' | 'undo-failed'): void {
    if (followed.since === undefined || followed.undone !== undefined) return;
    followed.undone = state;
    if (state === 'undo-failed') this.#failed.push(`undoing ${stepName(followed.step)}`);
    this.#listener.onStep(followed.step, state, (this.#now() - this.#heard) / 1000);
  }

  get story(): Story {
    const steps = [...this.#steps.values()];
    const failed = steps.filter(({ state, undone }) => state === 'failed' || undone === 'undo-failed');
    return {
      answered: this.#answered,
      listens: this.#listens,
      begun: this.#begun,
      ...(this.#end === undefined ? {} : { end: this.#end }),
      reasons: this.#reasons,
      failed: this.#failed,
      complaints: [...new Set(failed.flatMap(({ complaints }) => complaints))],
      journal: this.#journal,
      stepsDone: steps.filter(({ state }) => state === 'done').length,
      stepsUndone: steps.filter(({ undone }) => undone === 'undone').length,
    };
  }
}

/** A step, and how far it has come. */
interface Followed {
  readonly step: Step;
  readonly complaints: string[];
  since?: number;
  state?: 'done' | 'failed';
  undone?: 'undone' | 'undo-failed';
}

/** `restart ollama.service`, as people say it. */
function stepName(step: Step): string {
  if ('unit' in step) return `${step.do} ${step.unit}`;
  if ('path' in step) return `${step.do} ${step.path}`;
  return step.do;
}
