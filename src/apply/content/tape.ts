/** At most so many bytes of one tape are kept for whoever comes later. */
const mostKept = 64 << 20;

/**
 * What is made once and read by many, each at their own pace: nobody waits for a slower one. Who falls so far behind that
 * pieces are gone makes the rest anew. `make` must give the same pieces each time.
 */
export class Tape {
  readonly #make: () => AsyncGenerator<Uint8Array, void>;
  readonly #most: number;
  readonly #source: AsyncGenerator<Uint8Array, void>;
  readonly #pieces: Uint8Array[] = [];
  /** The number of the first that is kept. */
  #first = 0;
  #bytes = 0;
  #readers = 0;
  #isDone = false;
  #isCut = false;
  /** The pull that goes on; once it has said `true`, or failed, there are no more. */
  #pulling: Promise<boolean> | undefined;

  constructor(make: () => AsyncGenerator<Uint8Array, void>, most = mostKept) {
    this.#make = make;
    this.#most = most;
    this.#source = make();
  }

  async *read(): AsyncGenerator<Uint8Array, void> {
    this.#readers++;
    try {
      for (let index = 0; ;) {
        const isNext = index === this.#first + this.#pieces.length;
        if (index < this.#first || (isNext && this.#isCut)) {
          yield* this.#anew(index);
          return;
        }
        if (isNext && (await this.#pull())) return;
        const piece = this.#pieces[index - this.#first];
        if (piece === undefined) continue;
        yield piece;
        index++;
      }
    } finally {
      this.#readers--;
      if (this.#readers === 0) await this.#cut();
    }
  }

  get isRead(): boolean {
    return this.#readers > 0;
  }

  /** Nobody reads on: what is open is closed. */
  async #cut(): Promise<void> {
    if (this.#isDone) return;
    this.#isCut = true;
    await this.#source.return(undefined);
  }

  /** Waits for one piece more; true where there was none. Who asks meanwhile waits for the same one. */
  #pull(): Promise<boolean> {
    this.#pulling ??= this.#next();
    return this.#pulling;
  }

  async #next(): Promise<boolean> {
    const { done = false, value } = await this.#source.next();
    this.#isDone = done;
    if (value === undefined) return true;
    this.#pieces.push(value);
    this.#bytes += value.length;
    while (this.#bytes > this.#most && this.#pieces.length > 1) {
      this.#bytes -= this.#pieces.shift()?.length ?? 0;
      this.#first++;
    }
    this.#pulling = undefined;
    return false;
  }

  async *#anew(from: number): AsyncGenerator<Uint8Array, void> {
    let index = 0;
    for await (const piece of this.#make()) if (index++ >= from) yield piece;
  }
}
