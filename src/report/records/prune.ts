import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { runsDir } from './places.ts';
import { isRunId } from './run-id.ts';

/** Runs that are kept here, the newest. What hosts keep is their own, and lives by its own rule. */
export const keptRuns = 100;

/** Removes the records of all but the newest runs. Rejects with the system's error. */
export async function prune(root: string): Promise<void> {
  const ids = (await readdir(runsDir(root))).filter(isRunId).sort();
  for (const id of ids.slice(0, -keptRuns))
    await rm(join(runsDir(root), id), { recursive: true, force: true });
}
