import { access, mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { baseName } from './base-contents.ts';
import { buildBase } from './build-base.ts';
import { isAlive } from './processes.ts';
import { machineMirror } from './mirror.ts';
import type { Progress } from './progress.ts';
import { removeTree } from './remove-tree.ts';

const cache = '/var/cache/fleetwright/sandbox';

/**
 * Path of the tree under every host, built on first use. It is built beside its place and renamed, so a tree that is
 * there is whole. Two builders at once both build; the first one's tree is taken.
 */
export async function baseTree(onProgress: Progress): Promise<string> {
  const mirror = await machineMirror();
  const name = baseName(mirror.suite);
  const path = join(cache, name);
  await mkdir(cache, { recursive: true });
  await sweepUnfinished();
  if (await exists(path)) return path;
  const building = join(cache, `${name}.building-${process.pid}`);
  onProgress(`building the base tree, Debian ${mirror.suite} from ${mirror.uri} (once, about a minute)`);
  try {
    await buildBase(building, mirror);
    await rename(building, path).catch(async (error: unknown) => {
      if (!(await exists(path))) throw error;
    });
  } finally {
    await removeTree(building);
  }
  onProgress(`the base tree is ready: ${path}`);
  return path;
}

/** What a builder that was killed has left. */
async function sweepUnfinished(): Promise<void> {
  for (const entry of await readdir(cache)) {
    const pid = /\.building-(\d+)$/.exec(entry)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await removeTree(join(cache, entry));
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
