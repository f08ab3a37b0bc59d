import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What a backup has, which its name begins with: units, or files of trees that were replaced here. */
export type BackedUp = 'systemd' | 'trees';

/** One run of `units backup`, or what a change kept before it: `systemd-YYYYMMDD_HHMMSS` with a directory a host. */
export interface Backup {
  readonly path: string;
  /** Milliseconds of Unix time, by its name. */
  readonly time: number;
  /** The names of the directories in it whose backup is whole. */
  readonly whole: readonly string[];
  /** Nothing lies in it but directories: the scripts' own backups have the files right there. */
  readonly ours: boolean;
}

/**
 * Makes a new directory for a backup at that time, `WHAT-YYYYMMDD_HHMMSS`; another of the same second has a number behind
 * it. Rejects with the system's error.
 */
export async function openBackup(directory: string, now: Date, what: BackedUp = 'systemd'): Promise<string> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const time = now.toISOString().replace(/[-:]/g, '').replace('T', '_').slice(0, 15);
  for (let number = 1; ; number += 1) {
    const path = join(directory, `${what}-${time}${number === 1 ? '' : `-${number}`}`);
    try {
      await mkdir(path, { mode: 0o700 });
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** The time in a backup's name, milliseconds of Unix time; undefined for what is not called as one. */
export function backupTime(name: string, what: BackedUp = 'systemd'): number | undefined {
  if (!name.startsWith(`${what}-`)) return undefined;
  const time = name.slice(what.length + 1);
  const parts = /^(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)(?:-\d+)?$/.exec(time)?.slice(1);
  if (parts === undefined) return undefined;
  const [year, month, day, hour, minute, second] = parts;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at) ? undefined : at;
}

/**
 * The backups in a directory, the newest first; none where there is no such directory. Files of trees have no manifest that
 * could tell whether they are whole: they are taken for it. Rejects with the system's error.
 */
export async function listBackups(directory: string, what: BackedUp = 'systemd'): Promise<readonly Backup[]> {
  const all = await readdir(directory).catch(noneThere);
  const names = all.filter((name) => backupTime(name, what) !== undefined);
  const backups: Backup[] = [];
  for (const name of names.sort(newestFirst)) {
    const path = join(directory, name);
    const entries = await readdir(path, { withFileTypes: true }).catch(noneThere);
    const hosts = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    const whole: string[] = [];
    for (const host of hosts)
      if (what === 'trees' || (await isThere(join(path, host, 'manifest.json')))) whole.push(host);
    backups.push({ path, time: backupTime(name, what) ?? 0, whole, ours: hosts.length === entries.length });
  }
  return backups;
}

/** `-10` is newer than `-9`. */
function newestFirst(a: string, b: string): number {
  return b.localeCompare(a, 'en', { numeric: true });
}

/** A host's name as that of a directory: what could lead elsewhere, or hide, is spelled out. */
export function hostDirectory(host: string): string {
  const plain = host.replace(/[^A-Za-z0-9._@:+-]/gu, encodeURIComponent).slice(0, 200);
  return plain.replace(/^[.-]/, (first) => `%${first.charCodeAt(0).toString(16).toUpperCase()}`);
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}

function noneThere(error: NodeJS.ErrnoException): never[] {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
  throw error;
}
