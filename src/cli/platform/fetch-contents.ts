import type { Connection } from '../../hosts/connection.ts';
import { readTreeContents } from '../../observe/read-tree.ts';
import { contentReader, type ContentSink } from '../../snapshot/trees/read-contents.ts';
import { byDirectory, type TreeEntry } from '../../snapshot/trees/state.ts';
import { wordsOf } from './see-trees.ts';

/** Files of a tree of a host, and where their bytes go. */
export interface Fetching {
  readonly root: string;
  readonly files: readonly TreeEntry[];
  readonly sink: ContentSink;
  readonly stop: AbortSignal;
}

/**
 * Brings files here, as they come and however large they are; each must be what was seen of it. Gives what went wrong. It
 * throws what the sink throws, unless that is an error of the system.
 */
export async function fetchContents(
  connection: Connection,
  { root, files, sink, stop }: Fetching,
): Promise<string | undefined> {
  const asked = byDirectory(files.map(({ path, size = 0, sha256 = '' }) => ({ path, size, sha256 })));
  if (asked.length === 0) return undefined;
  const words = wordsOf(asked.map(({ path, size }) => `${size} ${path}`));
  const bytes = asked.reduce((sum, { size }) => sum + size, 0);
  const maxBytes = Math.ceil(bytes * 1.01) + words.length * 2 + (1 << 20);
  const enough = new AbortController();
  const reader = contentReader(asked, sink);
  let broken: NodeJS.ErrnoException | undefined;
  const take = (piece: Uint8Array): void => {
    if (enough.signal.aborted) return;
    try {
      reader.push(piece);
    } catch (error) {
      broken = error as NodeJS.ErrnoException;
    }
    if (broken !== undefined || reader.problem() !== undefined) enough.abort();
  };
  const signal = AbortSignal.any([stop, enough.signal]);
  const why = await readTreeContents(connection, { root, words, maxBytes, signal }, take);
  const error = broken;
  if (error === undefined) return reader.problem() ?? why ?? reader.finish();
  if (error.code === undefined) throw error;
  return error.message;
}
