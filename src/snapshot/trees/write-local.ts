import {
  chmodSync,
  lchownSync,
  mkdirSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
  type Stats,
} from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { nameBytes } from '../../model/byte-name.ts';
import { checkWay, placeOf, seenAt, Unwritable } from './disk.ts';
import type { TreeMoves } from './merge.ts';
import type { Staging } from './staging.ts';
import type { TreeEntry } from './state.ts';

/**
 * Brings a tree of this machine to what was merged: each file takes its place by a rename, a link is made as one, and no
 * link on the way is followed. Throws `Unwritable` or the system's error; what was done by then stays.
 */
export function writeTree(root: string, { put, remove }: TreeMoves, staging: Staging): void {
  for (const entry of put) {
    checkWay(root, entry.path);
    place(root, entry, staging);
  }
  for (const entry of [...remove].reverse()) {
    checkWay(root, entry.path);
    takeAway(root, entry);
  }
  // At last, for one that nobody may write to could not be filled.
  for (const { path, type, mode } of [...put].reverse()) {
    if (type === 'directory') chmodSync(placeOf(root, path), modeOf(mode, 0o755));
  }
}

function place(root: string, entry: TreeEntry, staging: Staging): void {
  const target = placeOf(root, entry.path);
  const before = seenAt(target);
  if (entry.type === 'directory') {
    if (before === undefined) own(mkdir(target), before, root);
    else if (!before.isDirectory()) throw new Unwritable(`${entry.path} is in the way of a directory`);
    return;
  }
  if (before?.isDirectory() === true) throw new Unwritable(`${entry.path} is a directory by now`);
  const staged = entry.type === 'link' ? link(entry, staging) : staging.fileOf(entry.path);
  const mode = modeOf(
    entry.mode,
    before?.isFile() === true ? before.mode : entry.executable === true ? 0o755 : 0o644,
  );
  if (staged !== undefined) {
    own(staged, before, root);
    if (entry.type === 'file') chmodSync(staged, mode);
    renameSync(staged, target);
  } else if (before?.isFile() === true) chmodSync(target, mode);
  else throw new Unwritable(`${entry.path} is no file any more`);
}

function mkdir(target: Buffer): Buffer {
  mkdirSync(target, { mode: 0o700 });
  return target;
}

function link({ target = '' }: TreeEntry, { directory }: Staging): string {
  const staged = join(directory, 'link');
  symlinkSync(Buffer.from(nameBytes(target)), staged);
  return staged;
}

/** What root writes stays whose it was; what is new is whose the tree is. */
function own(path: Buffer | string, before: Stats | undefined, root: string): void {
  const model = before ?? seenAt(root);
  if (process.getuid?.() === 0 && model !== undefined) lchownSync(path, model.uid, model.gid);
}

function modeOf(mode: string | undefined, otherwise: number): number {
  return mode === undefined ? otherwise & 0o777 : Number.parseInt(mode, 8);
}

function takeAway(root: string, { path, type }: TreeEntry): void {
  const target = placeOf(root, path);
  const before = seenAt(target);
  if (before === undefined) return;
  if (before.isDirectory() !== (type === 'directory'))
    throw new Unwritable(`${path} is something else by now`);
  if (type !== 'directory') unlinkSync(target);
  else {
    try {
      rmdirSync(target);
    } catch (error) {
      // What is excluded lies in it, and stays.
      if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
}
