import { createHash } from 'node:crypto';
import { constants, closeSync, fstatSync, openSync, readFileSync } from 'node:fs';

import { nameBytes } from '../../model/byte-name.ts';

/** Larger ones are not shown as diffs. */
const largest = 32 * 1024;

/** The text of a small file in a tree; undefined where it is large, no text, or not what its hash says any more. */
export function smallText(root: string, name: string, sha256: string | undefined): string | undefined {
  const bytes = read(Buffer.concat([Buffer.from(`${root}/`), nameBytes(name)]));
  if (bytes === undefined || createHash('sha256').update(bytes).digest('hex') !== sha256) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

function read(path: Buffer): Buffer | undefined {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      return fstatSync(file).size <= largest ? readFileSync(file) : undefined;
    } finally {
      closeSync(file);
    }
  } catch {
    // It was there when it was listed; apply will say that it has changed.
    return undefined;
  }
}
