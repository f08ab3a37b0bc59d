/** Texts that were made from others before: of at most so many characters together, the first that came are the first to go. */
export class Remembered {
  readonly #most: number;
  readonly #made = new Map<string, string>();
  #length = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** What was made for this key, or is now. */
  of(key: string, make: () => string): string {
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const text = make();
    this.#made.set(key, text);
    this.#length += key.length + text.length;
    for (const [oldest, old] of this.#made) {
      if (this.#length <= this.#most) break;
      this.#made.delete(oldest);
      this.#length -= oldest.length + old.length;
    }
    return text;
  }
}
