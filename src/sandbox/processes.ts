import { readFileSync } from 'node:fs';
import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Places } from './places.ts';

/** Whether a process with this id runs. One that has ended and waits for its parent to notice does not. */
export function isAlive(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/**
 * The processes that keep a sandbox's hosts, by machine: for each the shell that starts it again when it reboots, then
 * nspawn itself.
 */
export async function keepers(places: Places): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>();
  for (const pid of await processIds()) {
    const words = (await readText(`/proc/${pid}/cmdline`)).split('\0');
    const machine = words.find((word) => word.startsWith('--machine='))?.slice('--machine='.length);
    if (!machine?.startsWith(`${places.bridge}-`)) continue;
    found.set(machine, [...(found.get(machine) ?? []), pid]);
  }
  return found;
}

/**
 * The host's own process 1, below the process that keeps the host; undefined while there is none. It is another one
 * after a reboot.
 */
export async function innerInit(keeper: number): Promise<number | undefined> {
  const children = (await readText(`/proc/${keeper}/task/${keeper}/children`)).split(' ').filter(Boolean);
  for (const child of children.map(Number)) {
    const found = (await isInit(child)) ? child : await innerInit(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether it is process 1 of a process namespace of its own, and past being nspawn. */
async function isInit(pid: number): Promise<boolean> {
  const status = await readText(`/proc/${pid}/status`);
  return /^Name:\tsystemd$/m.test(status) && /^NSpid:\t\d+.*\t1$/m.test(status);
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
