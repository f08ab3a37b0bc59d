import { readFile } from 'node:fs/promises';
import { SandboxFailure } from './failure.ts';
import { tool, tryTool } from './tool.ts';

/** Mount points at or below `path`, the deepest last. */
export async function mountsBelow(path: string): Promise<string[]> {
  const table = await readFile('/proc/self/mountinfo', 'utf8');
  const points = table.split('\n').flatMap((line) => line.split(' ')[4] ?? []);
  const plain = points.map((point) => point.replace(/\\([0-7]{3})/g, (_, octal: string) => unescape(octal)));
  return plain.filter((point) => point === path || point.startsWith(`${path}/`)).sort();
}

/** Takes away what is mounted at or below `path`, at once even where something is still open. */
export async function unmountBelow(path: string): Promise<void> {
  const points = await mountsBelow(path);
  for (const point of points.reverse()) await tryTool(['umount', '--lazy', point]);
}

/** Removes a directory and what is in it; nothing there is success. Never follows into another file system. */
export async function removeTree(path: string): Promise<void> {
  await unmountBelow(path);
  const left = await mountsBelow(path);
  if (left.length > 0) throw new SandboxFailure(`still mounted, so not removed: ${left.join(' ')}`);
  await tool(['rm', '-rf', '--one-file-system', '--', path]);
}

/** Mountinfo writes blanks in octal. */
function unescape(octal: string): string {
  return String.fromCharCode(Number.parseInt(octal, 8));
}
