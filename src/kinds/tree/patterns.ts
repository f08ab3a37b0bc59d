import ignore from 'ignore';

/** Whether a path, relative to a tree, is one of those that patterns mean. */
export type Matches = (path: string, isDirectory: boolean) => boolean;

/** Patterns as in .gitignore(5); what lies in a directory that matches does so too. */
export function matcher(patterns: readonly string[]): Matches {
  if (patterns.length === 0) return () => false;
  const rules = ignore().add([...patterns]);
  return (path, isDirectory) => path !== '.' && rules.ignores(isDirectory ? `${path}/` : path);
}

/**
 * The patterns that are plain names, and so hold for whatever is called so anywhere in the tree: find(1) can pass such
 * directories over. None where a pattern takes back what another has said.
 */
export function plainNames(patterns: readonly string[]): readonly string[] {
  if (patterns.some((pattern) => pattern.startsWith('!'))) return [];
  return patterns.filter((pattern) => /^[A-Za-z0-9_.+@-]+$/.test(pattern) && !/^[-.]{1,2}$/.test(pattern));
}
