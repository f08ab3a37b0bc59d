import ignore from 'ignore';

/** Whether a path, relative to a tree, is one of those that patterns mean. */
export type Matches = (path: string, isDirectory: boolean) => boolean;

/** Patterns as in .gitignore(5), letter case and all; what lies in a directory that matches does so too. */
export function matcher(patterns: readonly string[]): Matches {
  if (patterns.length === 0) return () => false;
  const rules = ignore({ ignorecase: false }).add([...patterns]);
  return (path, isDirectory) => path !== '.' && rules.ignores(isDirectory ? `${path}/` : path);
}

/** What any of several lists means: `!` takes back only what its own list has said. */
export function matcherOfAny(lists: readonly (readonly string[])[]): Matches {
  if (!lists.some(takesBack)) return matcher(lists.flat());
  const all = lists.map(matcher);
  return (path, isDirectory) => all.some((matches) => matches(path, isDirectory));
}

/**
 * The patterns that are plain names, and so hold for whatever is called so anywhere in the tree: find(1) can pass such
 * directories over. None where a pattern takes back what another has said.
 */
export function plainNames(patterns: readonly string[]): readonly string[] {
  if (takesBack(patterns)) return [];
  return patterns.filter((pattern) => /^[A-Za-z0-9_.+@-]+$/.test(pattern) && !/^[-.]{1,2}$/.test(pattern));
}

function takesBack(patterns: readonly string[]): boolean {
  return patterns.some((pattern) => pattern.startsWith('!'));
}
