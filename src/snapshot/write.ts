import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';

import { manifestText } from './manifest.ts';
import type { KeptFile, Snapshot } from './snapshot.ts';
import { stateText } from './state-file.ts';

/**
 * Writes a snapshot into a new directory: `NAME`, `NAME.d/`, `NAME.state` of each unit, and last manifest.json, by which
 * a reader knows that it is whole. Only the owner can read it. Rejects with the system's error, also where the directory
 * is there already.
 */
export async function writeSnapshot(directory: string, snapshot: Snapshot): Promise<void> {
  await mkdir(directory, { mode: 0o700 });
  for (const unit of snapshot.units) {
    if (unit.file !== undefined) await keep(directory, unit.file);
    if (unit.dropIns.length > 0) await mkdir(join(directory, `${unit.name}.d`), { mode: 0o700 });
    for (const drop of unit.dropIns) await keep(directory, drop);
    await create(join(directory, `${unit.name}.state`), stateText(unit));
  }
  await create(join(directory, 'manifest.json'), manifestText(snapshot), 'synced');
  const handle = await open(directory, 'r');
  await handle.sync().finally(() => handle.close());
}

/** Its path is made of names that were checked: place.ts. */
function keep(directory: string, { path, bytes }: KeptFile): Promise<void> {
  return create(join(directory, path), bytes);
}

async function create(path: string, content: string | Uint8Array, durably?: 'synced'): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(content);
    if (durably !== undefined) await handle.sync();
  } finally {
    await handle.close();
  }
}
