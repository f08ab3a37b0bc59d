import type { FileSeen } from './actual.ts';
import type { Link } from './text/links.ts';

/**
 * Parses NUL-ended `TYPE|MODE|OWNER|SIZE|MTIME|PATH` records of stat, and hands each regular file its bytes from the
 * text that follows in the same order. Null when sizes and bytes do not add up: a file changed between the two.
 */
export function readFiles(
  stat: Uint8Array,
  text: Uint8Array,
  links: readonly Link[],
): ReadonlyMap<string, FileSeen> | null {
  const targets = new Map(links.map(({ path, target }) => [path, target]));
  const files = new Map<string, FileSeen>();
  let at = 0;
  for (const record of split(stat)) {
    const [kind = '', mode = '', owner = '', size = '', mtime = '', ...path] = record.split('|');
    const seen = { path: path.join('|'), mode, owner, modified: Math.round(Number(mtime) * 1e6) };
    if (kind.startsWith('regular')) {
      const end = at + Number(size);
      if (!(end <= text.length)) return null;
      files.set(seen.path, { ...seen, type: 'file', bytes: text.subarray(at, end) });
      at = end;
    } else if (kind === 'symbolic link') {
      files.set(seen.path, { ...seen, type: 'link', target: targets.get(seen.path) ?? '' });
    } else {
      files.set(seen.path, { ...seen, type: kind === 'directory' ? 'directory' : 'other' });
    }
  }
  return at === text.length ? files : null;
}

/** Pairs NUL-ended paths with NUL-ended targets. Null when their numbers differ. */
export function readLinks(paths: Uint8Array, targets: Uint8Array): readonly Link[] | null {
  const [from, to] = [split(paths), split(targets)];
  if (from.length !== to.length) return null;
  return from.map((path, index) => ({ path, target: to[index] ?? '' }));
}

function split(bytes: Uint8Array): readonly string[] {
  const text = Buffer.from(bytes).toString('utf8');
  return text.split('\0').slice(0, -1);
}
