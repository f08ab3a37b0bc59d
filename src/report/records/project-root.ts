import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * Where a project's records are kept: the directory of the nearest fleetwright.yaml, else the root of the git
 * repository that the playbook (without one, the current directory) is in, else the current directory. It looks no
 * further up than a repository's root, and outside of one not up at all.
 */
export function projectRoot(cwd: string, playbook?: string): string {
  const start = playbook === undefined ? cwd : dirname(resolve(cwd, playbook));
  const above = [...ancestors(resolve(start))];
  const repository = above.at(-1);
  if (repository === undefined || !existsSync(join(repository, '.git'))) {
    return hasConfig(start) ? start : cwd;
  }
  return above.find(hasConfig) ?? repository;
}

function hasConfig(dir: string): boolean {
  return existsSync(join(dir, 'fleetwright.yaml'));
}

/** A directory and those above it, up to a repository's root. */
function* ancestors(start: string): Generator<string> {
  for (let dir = start; ; dir = dirname(dir)) {
    yield dir;
    if (dirname(dir) === dir || existsSync(join(dir, '.git'))) return;
  }
}
