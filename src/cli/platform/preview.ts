import type { Connection } from '../../hosts/connection.ts';
import { asText } from '../../kinds/tree/read-listing.ts';
import type { ContentSink } from '../../snapshot/trees/read-contents.ts';
import type { TreeEntry } from '../../snapshot/trees/state.ts';
import { fetchContents } from './fetch-contents.ts';
import type { MergedTree } from './goal.ts';

/** Small texts of a host, by the path of their tree and in it. */
export type Texts = ReadonlyMap<string, ReadonlyMap<string, string>>;

const largest = 32 * 1024;
/** What is shown is held here. */
const most = 500;

/**
 * Brings the small texts that whoever approves is to read: those that change something here or are in conflict, and with
 * `added` those that are new here. A string says why they could not be had.
 */
export async function previewTexts(
  trees: readonly MergedTree[],
  connection: Connection,
  { added, stop }: { readonly added: boolean; readonly stop: AbortSignal },
): Promise<Texts | string> {
  const texts = new Map<string, ReadonlyMap<string, string>>();
  for (const one of trees) {
    const files = toShow(one, added).slice(0, most);
    const { sink, found } = inMemory();
    const why = await fetchContents(connection, { root: one.tree.path, files, sink, stop });
    if (why !== undefined) return why;
    texts.set(one.tree.path, found);
  }
  return texts;
}

function toShow({ tree, sides, merge }: MergedTree, added: boolean): readonly TreeEntry[] {
  const conflicts = merge.conflicts.flatMap(({ path }) => sides.remote.get(path) ?? []);
  return [...merge.local.put, ...conflicts].filter(({ path, type, size = 0, sha256 }) => {
    const is = sides.local.get(path);
    const isShown = is === undefined ? added : is.type === 'file' && is.sha256 !== sha256;
    return type === 'file' && size <= largest && isShown && !tree.isSecret(path, false);
  });
}

function inMemory(): { readonly sink: ContentSink; readonly found: ReadonlyMap<string, string> } {
  const found = new Map<string, string>();
  let [name, pieces]: [string, Uint8Array[]] = ['', []];
  const sink: ContentSink = {
    begin: ({ path }) => ([name, pieces] = [path, []]),
    write: (bytes) => void pieces.push(Buffer.from(bytes)),
    end: () => {
      const text = asText(Buffer.concat(pieces));
      if (text !== undefined) found.set(name, text);
    },
  };
  return { sink, found };
}
