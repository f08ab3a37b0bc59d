import type { Sections } from '../model/probe.ts';

/**
 * Splits what a look printed into its sections. Each begins after a line `NONCE NAME` that follows a newline; bytes
 * before the first belong to the login shell and are dropped. Returns null when the last section, `end`, is missing:
 * the output was cut.
 */
export function splitFrames(output: Uint8Array, nonce: string): Sections | null {
  const bytes = Buffer.from(output.buffer, output.byteOffset, output.byteLength);
  const mark = Buffer.from(`\n${nonce} `);
  const sections = new Map<string, Uint8Array>();
  let at = bytes.indexOf(mark);
  while (at !== -1) {
    const nameEnd = bytes.indexOf(0x0a, at + mark.length);
    if (nameEnd === -1) return null;
    const name = bytes.toString('latin1', at + mark.length, nameEnd);
    if (name === 'end') return sections;
    // The newline that ends a section's name may also begin the next mark: an empty section.
    const next = bytes.indexOf(mark, nameEnd);
    if (next === -1) return null;
    sections.set(name, bytes.subarray(nameEnd + 1, Math.max(nameEnd + 1, next)));
    at = next;
  }
  return null;
}
