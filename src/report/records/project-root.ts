import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * Where a project's records are kept: the directory of the nearest fleetwright.yaml, else the root of the git
 * repository that the playbook is in, else the current directory. Looks no further up than a repository's root.
 */
export function projectRoot(cwd: string, playbook?: string): string {
  const start = playbook === undefined ? cwd : dirname(resolve(cwd, playbook));
  const above = [...ancestors(resolve(start))];
  return above.find((dir) => existsSync(join(dir, 'fleetwright.yaml'))) ?? gitRoot(above) ?? cwd;
}

function gitRoot(above: readonly string[]): string | undefined {
  const last = above.at(-1);
  return last !== undefined && existsSync(join(last, '.git')) ? last : undefined;
}

/** A directory and those above it, up to a repository's root. */
function* ancestors(start: string): Generator<string> {
  for (let dir = start; ; dir = dirname(dir)) {
    yield dir;
    if (dirname(dir) === dir || existsSync(join(dir, '.git'))) return;
  }
}
