import type { FileSeen, ManagerSeen } from './actual.ts';
import type { Link } from './text/links.ts';

// Both are made once for what a look saw, however many units are compared with it.
const directories = new WeakMap<ManagerSeen['files'], ReadonlyMap<string, readonly FileSeen[]>>();
const linkNames = new WeakMap<ManagerSeen['links'], ReadonlyMap<string, readonly Link[]>>();

/** What lies right in a directory, in the order in which the host told of it. */
export function filesIn(directory: string, { files }: ManagerSeen): readonly FileSeen[] {
  const made = directories.get(files) ?? group(files.values(), ({ path }) => [dirname(path)]);
  directories.set(files, made);
  return made.get(directory) ?? [];
}

/** Links that have one of these names, or lead to one. */
export function linksAbout(names: readonly string[], { links }: ManagerSeen): readonly Link[] {
  const made = linkNames.get(links) ?? group(links, ({ path, target }) => [basename(path), basename(target)]);
  linkNames.set(links, made);
  return [...new Set(names.flatMap((name) => made.get(name) ?? []))];
}

function group<One>(
  all: Iterable<One>,
  keysOf: (one: One) => readonly string[],
): ReadonlyMap<string, readonly One[]> {
  const groups = new Map<string, One[]>();
  for (const one of all) {
    for (const key of new Set(keysOf(one))) {
      const members = groups.get(key);
      if (members === undefined) groups.set(key, [one]);
      else members.push(one);
    }
  }
  return groups;
}

export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function dirname(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
