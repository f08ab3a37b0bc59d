import { mkdir } from 'node:fs/promises';
import { tool } from './tool.ts';

/** Where an overlay keeps what is written, and where it is seen. */
export interface Overlay {
  readonly upper: string;
  readonly work: string;
  readonly root: string;
}

/** Mounts an overlay over `lower` trees, the first one uppermost. Its directories are made. */
export async function mountOverlay({ upper, work, root }: Overlay, lower: readonly string[]): Promise<void> {
  for (const path of [upper, work, root]) await mkdir(path, { recursive: true });
  const options = `lowerdir=${lower.join(':')},upperdir=${upper},workdir=${work}`;
  await tool(['mount', '-t', 'overlay', 'overlay', '-o', options, root]);
}
