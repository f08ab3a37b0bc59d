import { mkdir, readdir, readFile, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Places } from './places.ts';

/**
 * Directories of the cgroup hierarchies that systemd uses, each made for one host alone. Without systemd outside,
 * nspawn builds its `payload` group where it is started: hosts started in the same place would share one tree, and
 * stopping a service on one would end its namesakes on all.
 */
export async function makeHostGroups(places: Places, host: string): Promise<string[]> {
  const groups = (await groupRoots(places)).map((root) => join(root, host));
  for (const group of groups) await mkdir(group, { recursive: true });
  return groups;
}

/** Removes the sandbox's groups, empty since its processes are gone; nothing there is success. */
export async function removeGroups(places: Places): Promise<void> {
  for (const root of await groupRoots(places)) await removeGroup(root);
}

async function removeGroup(path: string): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await removeGroup(join(path, entry.name));
  await rmdir(path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  });
}

async function groupRoots(places: Places): Promise<string[]> {
  const table = await readFile('/proc/self/mountinfo', 'utf8');
  return cgroupMounts(table).map((mount) => join(mount, places.bridge));
}

/** Mount points of the unified hierarchy and of systemd's own named one, out of a mountinfo table. */
export function cgroupMounts(mountinfo: string): string[] {
  return mountinfo.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ');
    const [type, , options = ''] = after.split(' ');
    const systemd = type === 'cgroup2' || (type === 'cgroup' && options.split(',').includes('name=systemd'));
    return systemd ? (before.split(' ')[4] ?? []) : [];
  });
}
