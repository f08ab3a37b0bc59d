import { records } from '../../kinds/tree/read-listing.ts';
import { byteName } from '../../model/byte-name.ts';

/** What `tree_hashes_of` prints → SHA-256 by path; undefined where it makes no sense, or is not whole. */
export function readTreeHashes(bytes: Uint8Array): ReadonlyMap<string, string> | undefined {
  const hashes = new Map<string, string>();
  const lines = records(bytes).map(byteName);
  if (lines.pop() !== 'end') return undefined;
  let directory: string | undefined;
  for (const line of lines) {
    const [, sha256 = '', name = ''] = /^([0-9a-f]{64}) {2}\.\/(.+)$/s.exec(line) ?? [];
    if (line.startsWith('/')) directory = line.slice(1);
    else if (name === '' || directory === undefined) return undefined;
    else hashes.set(directory === '.' ? name : `${directory}/${name}`, sha256);
  }
  return hashes;
}
