import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Places } from './places.ts';

/** Whether a process with this id is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The nspawn processes of a sandbox, by machine. */
export async function supervisors(places: Places): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const pid of await processIds()) {
    const words = (await readText(`/proc/${pid}/cmdline`)).split('\0');
    const machine = words.find((word) => word.startsWith('--machine='))?.slice('--machine='.length);
    if (!words[0]?.endsWith('systemd-nspawn') || !machine?.startsWith(`${places.bridge}-`)) continue;
    // nspawn forks a helper with the same words for a moment at the start: the first is the lasting one.
    if (!found.has(machine)) found.set(machine, pid);
  }
  return found;
}

/** The host's own process 1, a child of its nspawn; undefined while there is none. It changes when the host reboots. */
export async function innerInit(supervisor: number): Promise<number | undefined> {
  const children = await readText(`/proc/${supervisor}/task/${supervisor}/children`);
  for (const child of children.split(' ').filter(Boolean).map(Number)) {
    const status = await readText(`/proc/${child}/status`);
    const name = await readText(`/proc/${child}/comm`);
    if (/^NSpid:\t\d+.*\t1$/m.test(status) && name.trim() === 'systemd') return child;
  }
  return undefined;
}

/** Every process that lives in one of the sandbox's network namespaces. */
export async function inhabitants(places: Places): Promise<number[]> {
  const names = (await readdir('/run/netns').catch(() => [])).filter((name) =>
    name.startsWith(`${places.bridge}-`),
  );
  const inodes = new Set<string>();
  for (const name of names) {
    const entry = await stat(join('/run/netns', name)).catch(() => undefined);
    if (entry) inodes.add(`net:[${entry.ino}]`);
  }
  const found: number[] = [];
  for (const pid of inodes.size > 0 ? await processIds() : []) {
    if (inodes.has(await readlink(`/proc/${pid}/ns/net`).catch(() => ''))) found.push(pid);
  }
  return found;
}

async function processIds(): Promise<number[]> {
  const entries = await readdir('/proc');
  return entries.filter((entry) => /^\d+$/.test(entry)).map(Number);
}

/** What a file of /proc says; a process that has gone says nothing. */
async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
