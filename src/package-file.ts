import { existsSync } from 'node:fs';

/** A file of this package by its path in it: the same from `src/` and from `dist/`. */
export function packageFile(path: string): URL {
  let root = new URL('./', import.meta.url);
  while (!existsSync(new URL('package.json', root))) root = new URL('../', root);
  return new URL(path, root);
}
