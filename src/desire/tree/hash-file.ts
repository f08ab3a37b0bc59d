import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';

/** One for all files: reading is synchronous. */
const piece = Buffer.allocUnsafe(256 * 1024);

/** SHA-256 of a file that was just looked at, in hexadecimal; undefined when it is not, or does not stay, as it was seen. */
export function hashFile(path: Buffer | string, seen: BigIntStats): string | undefined {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const hash = createHash('sha256');
    for (let length = readSync(file, piece); length > 0; length = readSync(file, piece))
      hash.update(piece.subarray(0, length));
    const after = fstatSync(file, { bigint: true });
    const same = after.ino === seen.ino && after.size === seen.size && after.mtimeNs === seen.mtimeNs;
    return same ? hash.digest('hex') : undefined;
  } finally {
    closeSync(file);
  }
}
