import { readFile, writeFile } from 'node:fs/promises';
import type { Progress } from './progress.ts';

/**
 * Raises what the hosts share with this machine and would run out of: each systemd takes inotify instances, each login a
 * session keyring. Past some thirty hosts a systemd inside stops booting without a word. They stay raised: other
 * sandboxes may need them.
 */
export async function raiseKernelLimits(count: number, onProgress: Progress): Promise<void> {
  const wanted: readonly (readonly [string, number])[] = [
    ['fs/inotify/max_user_instances', 256 + 32 * count],
    ['kernel/keys/maxkeys', 400 + 40 * count],
    ['kernel/keys/maxbytes', 40_000 + 4_000 * count],
  ];
  for (const [name, value] of wanted) {
    const path = `/proc/sys/${name}`;
    const now = Number(await readFile(path, 'utf8').catch(() => value));
    if (now >= value) continue;
    const setting = name.replaceAll('/', '.');
    onProgress(`raising ${setting} from ${now} to ${value}`);
    // In a container it may not be ours to set; a few hosts come up without it.
    await writeFile(path, `${value}\n`).catch(() => onProgress(`${setting} cannot be set here`));
  }
}
