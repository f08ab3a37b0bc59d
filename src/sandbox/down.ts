import { readdir, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { alone } from './alone.ts';
import { removeGroups } from './cgroup.ts';
import { removeNetwork } from './network.ts';
import { placesOf } from './places.ts';
import type { Places } from './places.ts';
import { removeTree } from './remove-tree.ts';
import { stopHosts } from './stop-hosts.ts';

const nspawnState = '/run/systemd/nspawn';

/**
 * Removes a sandbox with all it has: processes, network, mounts, control groups, files. What is there is found by its
 * name, not remembered, so a sandbox whose start was killed goes the same way, and nothing there is success. Throws a SandboxFailure when
 * something will not go, or while another process starts or removes the sandbox.
 */
export async function down(name: string): Promise<void> {
  const places = placesOf(name);
  await alone(name, () => removeAll(places));
}

/** The same for who holds the sandbox already. */
export async function removeAll(places: Places): Promise<void> {
  await stopHosts(places);
  await removeNetwork(places);
  await forgetMachines(places);
  await removeTree(places.overlays);
  await removeGroups(places);
  await removeTree(places.state);
  for (const path of [places.overlays, places.state]) await removeIfEmpty(dirname(path));
}

/** What nspawn itself leaves when it is killed: a lock named by the root's inode, directories named by the machine. */
async function forgetMachines(places: Places): Promise<void> {
  for (const entry of await readdir(places.overlays).catch(() => [])) {
    const root = await stat(join(places.overlays, entry, 'root')).catch(() => undefined);
    if (root) await rm(join(nspawnState, 'locks', `inode-${root.dev}:${root.ino}`), { force: true });
  }
  for (const kind of ['propagate', 'unix-export']) {
    const directory = join(nspawnState, kind);
    for (const machine of await readdir(directory).catch(() => [])) {
      if (machine.startsWith(`${places.bridge}-`)) await removeTree(join(directory, machine));
    }
  }
}

async function removeIfEmpty(path: string): Promise<void> {
  await rmdir(path).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'ENOENT') throw error;
  });
}
