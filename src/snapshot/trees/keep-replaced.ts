import { constants, copyFileSync, mkdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { above } from './state.ts';
import { placeOf, seenAt } from './disk.ts';

/**
 * Copies files and links of a tree into a directory that is made for them, and can be read by its owner only. Gives how
 * many there were. Throws the system's error.
 */
export function keepReplaced(root: string, paths: readonly string[], into: string): number {
  let count = 0;
  for (const path of paths) {
    const from = placeOf(root, path);
    const seen = seenAt(from);
    if (seen === undefined || seen.isDirectory()) continue;
    mkdirSync(placeOf(into, above(path)), { recursive: true, mode: 0o700 });
    if (seen.isSymbolicLink()) symlinkSync(readlinkSync(from, { encoding: 'buffer' }), placeOf(into, path));
    else copyFileSync(from, placeOf(into, path), constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    count += 1;
  }
  return count;
}
