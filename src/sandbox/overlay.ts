import { mkdir, statfs } from 'node:fs/promises';
import { tool, tryTool } from './tool.ts';

/** Where an overlay keeps what is written, and where it is seen. */
export interface Overlay {
  readonly upper: string;
  readonly work: string;
  readonly root: string;
}

/**
 * Mounts an overlay over `lower` trees, the first one uppermost. Its directories are made. Nothing in it outlives this machine's
 * next boot, so no host waits for the disk: `volatile` leaves out all syncing (Linux 5.10, Documentation/filesystems/overlayfs).
 */
export async function mountOverlay({ upper, work, root }: Overlay, lower: readonly string[]): Promise<void> {
  for (const path of [upper, work, root]) await mkdir(path, { recursive: true });
  const options = `lowerdir=${lower.join(':')},upperdir=${upper},workdir=${work}`;
  const mount = (more: string): string[] => ['mount', '-t', 'overlay', 'overlay', '-o', options + more, root];
  const { code } = await tryTool(mount(',volatile'));
  if (code !== 0) await tool(mount(''));
}

/** What statfs says of an overlay. */
const overlayType = 0x794c7630;

/**
 * Makes the directory that the upper layers are put in. In a container the disk is an overlay itself, and cannot hold
 * the upper layer of another: there, what hosts write is kept in memory.
 */
export async function makeUpperHome(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const { type } = await statfs(path);
  if (type === overlayType) await tool(['mount', '-t', 'tmpfs', '-o', 'mode=700', 'tmpfs', path]);
}
