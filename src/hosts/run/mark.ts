/**
 * Finds the line by which a script says that its shell has begun, and drops what a login shell printed before it. What
 * passes is counted by the caller; only a line's length of it is kept.
 */
export class MarkFinder {
  readonly #mark: Buffer;
  #carry: Buffer = Buffer.alloc(0);

  constructor(mark: string) {
    this.#mark = Buffer.from(`\n${mark}\n`, 'latin1');
  }

  /** Takes the next piece of output; gives back what follows the mark, or undefined as long as it has not come. */
  feed(chunk: Uint8Array): Uint8Array | undefined {
    const seen = this.#carry.length === 0 ? asBuffer(chunk) : Buffer.concat([this.#carry, chunk]);
    const at = seen.indexOf(this.#mark);
    if (at >= 0) return seen.subarray(at + this.#mark.length);
    this.#carry = Buffer.from(seen.subarray(Math.max(0, seen.length - this.#mark.length + 1)));
    return undefined;
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
