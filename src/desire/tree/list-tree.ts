import { lstatSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';

import type { ListedEntry, TreeFilter, TreeListing } from '../../kinds/kind.ts';
import { byteName } from '../../model/byte-name.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { knownHashes, type KnownHashes } from './known-hashes.ts';
import { smallText } from './small-text.ts';

/**
 * Lists a directory with the hash of every file, without following a link in it. What cannot be copied (a FIFO, a
 * socket, a device) and what changes meanwhile is a diagnostic. File by file: memory grows with their number only.
 * Where there are many, the hashes of files that have not changed since are taken from the last time.
 */
export function listTree(path: string, filter: TreeFilter): TreeListing | Diagnostic {
  try {
    const root = realpathSync(path);
    const known = knownHashes(`${root}\0${filter.key}`);
    const entries = [...walk({ root: Buffer.from(`${root}/`), filter, known }, Buffer.alloc(0))];
    known.keep();
    const hashes = new Map(entries.map((entry) => [entry.path, entry.sha256]));
    return { root, entries, text: (name) => smallText(root, name, hashes.get(name)) };
  } catch (error) {
    if (error instanceof Unfit) return wrong(error.message);
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return wrong(`cannot read ${path}: ${reasons[code] ?? message}`);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such directory, or something in it went away meanwhile',
  ENOTDIR: 'it is no directory',
  EACCES: 'you are not allowed to read all of it',
  ELOOP: 'its symbolic links run in a circle',
};

/** Ends the walk; caught above. */
class Unfit extends Error {}

interface Walk {
  readonly root: Buffer;
  readonly filter: TreeFilter;
  readonly known: KnownHashes;
}

function* walk(into: Walk, below: Buffer): Generator<ListedEntry> {
  const here = Buffer.concat([into.root, below]);
  if (below.length === 0) yield directory('.', stat(here));
  const prefix = below.length === 0 ? below : Buffer.concat([below, Buffer.from('/')]);
  for (const name of readdirSync(here, { encoding: 'buffer' }).sort((a, b) => Buffer.compare(a, b))) {
    const relative = Buffer.concat([prefix, name]);
    const full = Buffer.concat([into.root, relative]);
    const seen = stat(full);
    const path = byteName(relative);
    if (into.filter.skips(path, seen.isDirectory())) continue;
    if (seen.isDirectory()) {
      yield directory(path, seen);
      yield* walk(into, relative);
    } else {
      yield leaf(path, full, { seen, known: into.known });
    }
  }
}

function stat(path: Buffer): BigIntStats {
  return lstatSync(path, { bigint: true });
}

function directory(path: string, seen: BigIntStats): ListedEntry {
  return { path, type: 'directory', ...common(seen), size: 0 };
}

interface Leaf {
  readonly seen: BigIntStats;
  readonly known: KnownHashes;
}

function leaf(path: string, full: Buffer, { seen, known }: Leaf): ListedEntry {
  if (seen.isSymbolicLink())
    return {
      path,
      type: 'link',
      ...common(seen),
      size: 0,
      target: byteName(readlinkSync(full, { encoding: 'buffer' })),
    };
  if (!seen.isFile()) throw new Unfit(`${path} is ${special(seen)}, which cannot be copied; \`exclude\` it`);
  const sha256 = known.of(full, seen);
  if (sha256 === undefined)
    throw new Unfit(`${path} changed while it was read; try again when nobody writes there`);
  return { path, type: 'file', ...common(seen), size: Number(seen.size), sha256 };
}

function common(seen: BigIntStats): { readonly mode: number; readonly modified: number } {
  return { mode: Number(seen.mode) & 0o7777, modified: Number(seen.mtimeNs / 1_000_000_000n) };
}

function special(seen: BigIntStats): string {
  if (seen.isFIFO()) return 'a FIFO';
  return seen.isSocket() ? 'a socket' : 'a device';
}

function wrong(message: string): Diagnostic {
  return { severity: 'error', message };
}
