/** What comes from a host, kept until it is asked for. */
export class Mailbox<T> {
  readonly #letters: T[] = [];
  #waiting: ((letter: T) => void) | undefined;

  put(letter: T): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) this.#letters.push(letter);
    else waiting(letter);
  }

  /** What has come first; waits for it. One asks at a time. */
  take(): Promise<T> {
    const letter = this.#letters.shift();
    if (letter !== undefined) return Promise.resolve(letter);
    return new Promise((resolve) => (this.#waiting = resolve));
  }

  get isEmpty(): boolean {
    return this.#letters.length === 0;
  }
}
