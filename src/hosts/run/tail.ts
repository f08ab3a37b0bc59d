/** Keeps the last bytes of a stream that may never end. */
export class Tail {
  readonly #limit: number;
  #chunks: Uint8Array[] = [];
  #length = 0;
  #cut = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    // Twice the limit before copying: a copy for each small piece would make a chatty host expensive.
    if (this.#length > 2 * this.#limit) this.#trim();
  }

  /** The bytes kept, as text; bytes that are not UTF-8 come out as U+FFFD, a cut beginning as `…`. */
  text(): string {
    this.#trim();
    return (this.#cut ? '…' : '') + new TextDecoder().decode(this.#chunks[0] ?? new Uint8Array());
  }

  #trim(): void {
    const all = Buffer.concat(this.#chunks);
    if (all.length > this.#limit) this.#cut = true;
    this.#chunks = [Buffer.from(all.subarray(Math.max(0, all.length - this.#limit)))];
    this.#length = this.#chunks[0]?.length ?? 0;
  }
}
