import { readdir } from 'node:fs/promises';
import { sandboxRoots } from './places.ts';

/** Names of the sandboxes on this machine, those included that a killed start or stop left in part. */
export async function sandboxNames(): Promise<string[]> {
  const found = await Promise.all(sandboxRoots.map((root) => readdir(root).catch(() => [])));
  return [...new Set(found.flat())].sort();
}
