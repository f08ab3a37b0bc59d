import type { Health, Scope } from '../../model/step.ts';

/** What a running unit is put through when its inputs change. */
export type OnChange = 'restart' | 'reload' | 'reload-or-restart' | 'none';

/** The states that an entry declares; what is absent is left as it is. */
export interface DesiredStates {
  readonly enabled?: boolean;
  readonly active?: boolean;
  readonly masked?: boolean;
  readonly onChange?: OnChange;
  readonly health?: Health;
}

/** For a reader: why a unit is hit whose name nobody wrote, "it matches *ollama*", and "add it to `except`". */
export interface Via {
  readonly why: string;
  readonly wayOut: string;
}

/** One unit by its full name. */
export interface DesiredUnit extends DesiredStates {
  readonly type: 'unit';
  readonly scope: Scope;
  readonly name: string;
  /** Rendered text of the unit file. */
  readonly file?: string;
  /** Rendered drop-ins by file name: all that are to lie in NAME.d, others go. */
  readonly dropIns?: ReadonlyMap<string, string>;
  /** Octal modes, four digits, of `file` and `drop_ins/NAME`; 0644 where nothing is said. */
  readonly modes?: ReadonlyMap<string, string>;
  readonly absent?: boolean;
  readonly strict: boolean;
  /** On a template: all instances that are to be; others that are enabled or run are retired. None where it is absent. */
  readonly instances?: readonly string[];
  /** How the play came to this unit, when no entry names it. */
  readonly via?: Via;
  /** Of a unit that an entry names, the states that only a pattern asks for. */
  readonly lent?: Readonly<Partial<Record<keyof DesiredStates, Via>>>;
}

/** Every unit of a host that a pattern catches. */
export interface DesiredMatch extends DesiredStates {
  readonly type: 'match';
  readonly scope: Scope;
  readonly patterns: readonly string[];
  readonly except: readonly string[];
  readonly optional: boolean;
  /** What to do about a host without such a unit, where no playbook asks for it. */
  readonly wayOut?: string;
}

export type Desired = DesiredUnit | DesiredMatch;

/** The settle time where none is given: a service that dies in its first second is not up. */
export const defaultHealth: Health = { settle: 2000, timeout: 30_000 };
