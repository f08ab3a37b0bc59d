import { lstatSync, type Stats } from 'node:fs';
import { nameBytes } from '../../model/byte-name.ts';
import { ancestors } from './state.ts';

/** Why nothing more can be written here, as a sentence. Ends the work; whoever began it makes a value of it. */
export class Unwritable extends Error {}

/** An absolute path on this machine's disk, from a tree's directory and a name as `byte-name.ts` writes it. */
export function placeOf(root: string, path: string): Buffer {
  return path === '.' ? Buffer.from(root) : Buffer.concat([Buffer.from(`${root}/`), nameBytes(path)]);
}

/** What lies there, a link as itself; undefined for nothing. */
export function seenAt(place: Buffer | string): Stats | undefined {
  return lstatSync(place, { throwIfNoEntry: false });
}

/** Throws unless all directories above a path of a tree are directories, and none of them a link. */
export function checkWay(root: string, path: string): void {
  if (path === '.') return;
  for (const directory of [...ancestors(path), '.'].reverse()) {
    if (seenAt(placeOf(root, directory))?.isDirectory() !== true)
      throw new Unwritable(`${root}/${directory} is not a directory any more`);
  }
}
