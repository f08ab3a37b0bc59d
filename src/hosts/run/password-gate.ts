/** What a host made of a password: sudo's verdict, or none, because it was not asked or did not say. */
export type Answer = 'accepted' | 'refused' | 'none';

/** A host's leave to offer the password. */
export interface Turn {
  /** To be called when the host has answered, and at the latest when there is no more to hear from it. */
  readonly answered: (answer: Answer) => void;
}

/** So long the others wait for a host that says nothing. */
const patienceMs = 10_000;

/**
 * Guards the password that a run's hosts share. A mistyped one, offered to all of them at once, would count as so many
 * failures of one person's account, and lock it. So until a host has accepted it, one host at a time is offered it; and
 * when one refuses it instead, no other is offered it at all.
 */
export class PasswordGate {
  readonly #patienceMs: number;
  #accepted = false;
  #refusedBy: string | undefined;
  /** Resolves when the host whose turn it is has answered. */
  #turn: Promise<void> | undefined;

  constructor(patience = patienceMs) {
    this.#patienceMs = patience;
  }

  /** Waits for the host's turn; gives back why the password is not offered to it when another host has refused it. */
  async enter(host: string): Promise<Turn | string> {
    while (!this.#accepted && this.#refusedBy === undefined && this.#turn) await this.#turn;
    if (this.#refusedBy !== undefined)
      return `sudo's password was not accepted on ${this.#refusedBy}; not tried ${host === this.#refusedBy ? 'again' : 'here'}`;
    return this.#accepted ? { answered: () => undefined } : this.#take(host);
  }

  #take(host: string): Turn {
    let pass = (): void => undefined;
    const turn = new Promise<void>((resolve) => (pass = resolve));
    this.#turn = turn;
    const leave = (): void => {
      clearTimeout(timer);
      if (this.#turn === turn) this.#turn = undefined;
      pass();
    };
    const timer = setTimeout(leave, this.#patienceMs);
    return {
      answered: (answer) => {
        if (answer === 'accepted') this.#accepted = true;
        if (answer === 'refused' && !this.#accepted) this.#refusedBy ??= host;
        leave();
      },
    };
  }
}
