import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { asText } from '../../kinds/tree/read-listing.ts';
import type { ContentSink } from './read-contents.ts';
import { seenAt } from './disk.ts';

/** Where what comes from a host waits until it is approved: beside the tree, on its file system. */
export interface Staging extends ContentSink {
  readonly directory: string;
  /** The whole file that is to be at a path of the tree; undefined where none has come. */
  readonly fileOf: (path: string) => string | undefined;
  /** Its text, where it is a small one. */
  readonly textOf: (path: string) => string | undefined;
  /** Are two names that differ in the case of letters one on this disk? */
  readonly foldsCase: boolean;
  readonly remove: () => void;
}

const largestText = 32 * 1024;

/** Makes an empty one, that only its owner can enter. Throws the system's error. */
export function openStaging(root: string): Staging {
  const directory = mkdtempSync(join(dirname(root), `.${basename(root)}.fleetwright-`));
  const files = new Map<string, string>();
  let open: { readonly path: string; readonly file: string; readonly fd: number } | undefined;
  const textOf = (path: string): string | undefined => {
    const file = files.get(path);
    if (file === undefined || statSync(file).size > largestText) return undefined;
    return asText(readFileSync(file));
  };
  return {
    directory,
    foldsCase: seenAt(join(dirname(directory), basename(directory).toUpperCase())) !== undefined,
    begin: ({ path }) => {
      const file = join(directory, String(files.size));
      open = { path, file, fd: openSync(file, 'wx', 0o600) };
    },
    write: (bytes) => {
      for (let at = 0; open !== undefined && at < bytes.length;) at += writeSync(open.fd, bytes, at);
    },
    end: () => {
      if (open === undefined) return;
      closeSync(open.fd);
      files.set(open.path, open.file);
      open = undefined;
    },
    fileOf: (path) => files.get(path),
    textOf,
    remove: () => {
      if (open !== undefined) closeSync(open.fd);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
