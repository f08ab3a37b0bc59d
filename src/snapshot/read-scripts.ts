import { lstat, readdir } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { printable } from '../model/printable.ts';
import { backupTime } from './backups.ts';
import { isDropInName, isKeepable } from './place.ts';
import { readPlain } from './read-file.ts';
import type { Read } from './read.ts';
import type { KeptFile, UnitSnapshot } from './snapshot.ts';
import { readState } from './state-file.ts';

/**
 * A backup that synchronisation scripts made: unit files and `NAME.state` in one directory, and nothing that says whose
 * they are. Drop-ins, links and what was not there it does not tell of, unless somebody put `NAME.d` beside.
 */
export async function readScriptsBackup(directory: string): Promise<Read> {
  const entries = await entriesOf(directory);
  if (typeof entries === 'string') return { problem: entries };
  const names = new Set(entries.map(({ name }) => name.replace(/\.state$/, '')).filter(isKeepable));
  const notes: string[] = [];
  const units: UnitSnapshot[] = [];
  for (const name of [...names].sort()) {
    const file = await fileAt(directory, name, notes);
    const state = await fileAt(directory, `${name}.state`, notes);
    if (file === undefined && state === undefined) continue;
    const drops = await dropInsAt(directory, name, notes);
    const isEmpty = file?.bytes.length === 0;
    const words = readState(Buffer.from(state?.bytes ?? []).toString('utf8'));
    // What a mask leaves when it is copied, and what a full disk leaves: only the state can tell which.
    const isUnclear = isEmpty && words.enabled !== 'masked';
    if (isUnclear) notes.push(`${name}: its file is empty, so neither that nor its state is taken`);
    units.push({
      ...{ name, ...(file !== undefined && !isEmpty && { file }) },
      ...{ dropIns: drops ?? [], links: [] },
      ...(isUnclear ? { active: '', enabled: '' } : words),
      ...{ fragment: '', vague: drops === undefined ? (['dropIns'] as const) : [] },
    });
  }
  if (units.length === 0) return { problem: 'it holds no unit file and no NAME.state' };
  return { snapshot: { ...origin(directory), patterns: [], units, notes } };
}

/** Whose and when, as far as the path tells. */
function origin(directory: string): { readonly host: string; readonly taken: string } {
  const [name, above] = [basename(directory), basename(dirname(directory))];
  const time = backupTime(name) ?? backupTime(above);
  const host = backupTime(name) === undefined ? printable(name) : '';
  return { host, taken: time === undefined ? '' : new Date(time).toISOString() };
}

/** What was kept from others' eyes there stays so. */
async function fileAt(directory: string, path: string, notes: string[]): Promise<KeptFile | undefined> {
  const found = await readPlain(join(directory, path));
  if (typeof found !== 'string')
    return { path, bytes: found.bytes, mode: found.hidden ? '0600' : '0644', owner: 'root:root' };
  if (found !== 'there is no such file') notes.push(`${path}: passed over, ${found}`);
  return undefined;
}

/** Undefined where there is no such directory: then it is not known which drop-ins there were. */
async function dropInsAt(
  directory: string,
  unit: string,
  notes: string[],
): Promise<readonly KeptFile[] | undefined> {
  const place = join(directory, `${unit}.d`);
  // A link would lead to what is no part of the backup.
  const isOwn = await lstat(place).then((one) => one.isDirectory(), notThere);
  const entries = isOwn ? await entriesOf(place) : '';
  if (typeof entries === 'string') return undefined;
  const drops: KeptFile[] = [];
  for (const { name } of entries) {
    const drop = isDropInName(name) ? await fileAt(directory, `${unit}.d/${name}`, notes) : undefined;
    if (drop !== undefined) drops.push(drop);
    else if (!isDropInName(name)) notes.push(`${unit}.d/${printable(name)}: passed over, it is no drop-in`);
  }
  return drops;
}

function notThere(): boolean {
  return false;
}

/** By name. */
async function entriesOf(directory: string): Promise<readonly Dirent[] | string> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === 'ENOENT') return 'there is no such directory';
    return code === 'ENOTDIR' ? 'it is no directory' : message;
  }
}
