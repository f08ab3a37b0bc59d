import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Connection } from '../../hosts/connection.ts';
import { printable } from '../../model/printable.ts';
import { hostDirectory, openBackup } from '../../snapshot/backups.ts';
import { Unwritable } from '../../snapshot/trees/disk.ts';
import { caseTwins } from '../../snapshot/trees/guards.ts';
import { keepReplaced } from '../../snapshot/trees/keep-replaced.ts';
import { openStaging, type Staging } from '../../snapshot/trees/staging.ts';
import { writeTree } from '../../snapshot/trees/write-local.ts';
import type { Frame } from '../frame.ts';
import { shortPath } from '../units/keep-backup.ts';
import { fetchContents } from './fetch-contents.ts';
import type { MergedTree } from './goal.ts';
import { changedHere } from './local-trees.ts';

/** What was merged of a host's trees, on its way to this machine. */
export interface Bringing {
  readonly host: string;
  readonly trees: readonly MergedTree[];
  readonly connection: () => Promise<Connection | string>;
  /** Where backups are kept. */
  readonly backups: string;
}

/** All contents are here, and what they replace is kept. */
export interface Brought {
  /** Puts everything in its place. Says what went wrong. */
  readonly write: () => string | undefined;
  /** Lets go of what has not found its place. */
  readonly end: () => void;
}

/**
 * Fetches what is to come, beside the directories that it goes to, then keeps what it replaces and says where. A string
 * says why not; nothing here was changed then.
 */
export async function bringHere(bringing: Bringing, frame: Frame): Promise<Brought | string> {
  const trees = bringing.trees.filter(({ merge: { local } }) => local.put.length + local.remove.length > 0);
  const staged: (readonly [MergedTree, Staging])[] = [];
  const end = (): void => {
    for (const [, staging] of staged) staging.remove();
  };
  const why = await guarded(async () => {
    for (const one of trees) {
      mkdirSync(dirname(one.root), { recursive: true });
      staged.push([one, openStaging(one.root)]);
    }
    const problem = await fetchAll(staged, bringing, frame);
    if (problem === undefined) await keepAll(trees, bringing, frame);
    return problem;
  });
  if (why !== undefined) {
    end();
    return why;
  }
  return { write: () => writeAll(staged), end };
}

async function fetchAll(
  staged: readonly (readonly [MergedTree, Staging])[],
  { connection: connect }: Bringing,
  frame: Frame,
): Promise<string | undefined> {
  const connection = await connect();
  if (typeof connection === 'string') return connection;
  for (const [one, sink] of staged) {
    const { tree, sides, merge } = one;
    const twins = sink.foldsCase ? caseTwins(sides.local, merge.local) : undefined;
    if (twins !== undefined) return `${twins.join(' and ')} of ${tree.path} would be one file on this disk`;
    const files = merge.local.put.filter(
      ({ path, type, sha256 }) => type === 'file' && sides.local.get(path)?.sha256 !== sha256,
    );
    const why =
      (await fetchContents(connection, { root: tree.path, files, sink, stop: frame.stop })) ??
      changedHere(one, merge.local);
    if (why !== undefined) return why;
  }
  return undefined;
}

async function keepAll(
  trees: readonly MergedTree[],
  { host, backups }: Bringing,
  frame: Frame,
): Promise<void> {
  let place: string | undefined;
  for (const { tree, root, sides, merge } of trees) {
    const gone = new Set(merge.local.remove.map(({ path }) => path));
    const replaced = [...merge.local.put, ...merge.local.remove].filter(({ path, sha256, target, type }) => {
      const is = sides.local.get(path);
      if (is === undefined || is.type === 'directory') return false;
      return gone.has(path) || is.type !== type || is.sha256 !== sha256 || is.target !== target;
    });
    if (replaced.length === 0) continue;
    place ??= await openBackup(backups, frame.now(), 'trees');
    const into = join(place, hostDirectory(host), tree.path);
    keepReplaced(
      root,
      replaced.map(({ path }) => path),
      into,
    );
  }
  if (place !== undefined) frame.err.write(`backup: ${shortPath(place, frame)}\n`);
}

function writeAll(staged: readonly (readonly [MergedTree, Staging])[]): string | undefined {
  for (const [{ root, merge }, staging] of staged) {
    try {
      writeTree(root, merge.local, staging);
    } catch (error) {
      return `${problemOf(error)}; not all of ${root} is as it is to be, the backup has what was replaced`;
    }
  }
  return undefined;
}

async function guarded(work: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await work();
  } catch (error) {
    return problemOf(error);
  }
}

/** An error of the system, or one that says what is in the way, as words. All others are bugs. */
function problemOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined && !(error instanceof Unwritable)) throw error;
  return printable(message);
}
