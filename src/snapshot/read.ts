import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { readManifest } from '../load/manifest.ts';
import type { Manifest } from '../load/snapshot.gen.ts';
import { printable } from '../model/printable.ts';
import { digest } from './manifest.ts';
import { isDropInName, isKeepable } from './place.ts';
import { readPlain } from './read-file.ts';
import { readScriptsBackup } from './read-scripts.ts';
import { readState } from './state-file.ts';
import type { KeptFile, Snapshot, UnitSnapshot } from './snapshot.ts';
import { safeWord } from './words.ts';

/** A snapshot, or the end of a sentence on why a directory holds none that can be used. */
export type Read = { readonly snapshot: Snapshot } | { readonly problem: string };

/**
 * Reads a host's directory of a backup. What the manifest says must be there, byte for byte; without a manifest it is
 * read as the scripts' backups are. Only names that are a unit's or a drop-in's are ever opened.
 */
export async function readSnapshot(directory: string): Promise<Read> {
  // Whoever may write there may put files in the place of those that were kept.
  const place = await stat(directory).catch(() => undefined);
  if (place !== undefined && (place.mode & 0o1002) === 0o002) return { problem: 'anybody may write to it' };
  const own = await readPlain(join(directory, 'manifest.json'));
  if (typeof own === 'string') {
    if (own !== 'there is no such file') return { problem: `its manifest.json cannot be read: ${own}` };
    return readScriptsBackup(directory);
  }
  const manifest = readManifest(Buffer.from(own.bytes).toString('utf8'));
  if ('problem' in manifest) return { problem: `its manifest.json cannot be used: ${manifest.problem}` };
  const { host, taken, patterns, notes, units } = manifest.value;
  const found: UnitSnapshot[] = [];
  for (const [name, entry] of Object.entries(units)) {
    const unit = await readUnit(directory, name, entry);
    if (typeof unit === 'string') return { problem: unit };
    found.push(unit);
  }
  const strays = await strayFiles(directory, new Set(Object.keys(units)));
  const words = { host: safeWord(host), taken: safeWord(taken), patterns: patterns.map(safeWord) };
  found.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { snapshot: { ...words, units: found, notes: [...notes.map(safeWord), ...strays] } };
}

type Entry = Manifest['units'][string];

async function readUnit(directory: string, name: string, entry: Entry): Promise<UnitSnapshot | string> {
  if (!isKeepable(name)) return `its manifest.json names ${printable(name)}, which is no unit`;
  const files: KeptFile[] = [];
  for (const [path, { mode, owner, sha256 }] of Object.entries(entry.files)) {
    const drop = path.startsWith(`${name}.d/`) ? path.slice(name.length + 3) : undefined;
    if (path !== name && !(drop !== undefined && isDropInName(drop)))
      return `its manifest.json gives ${name} the file ${printable(path)}, which cannot be its`;
    const kept = await readPlain(join(directory, path));
    if (typeof kept === 'string') return `its ${path} cannot be read: ${kept}`;
    const { bytes } = kept;
    if (digest(bytes) !== sha256)
      return `its ${path} is not what manifest.json says; without manifest.json files are taken as they lie there`;
    files.push({ path, bytes, mode, owner: safeWord(owner) });
  }
  const state = await readPlain(join(directory, `${name}.state`));
  if (typeof state === 'string') return `its ${name}.state cannot be read: ${state}`;
  const file = files.find(({ path }) => path === name);
  return {
    name,
    ...(file !== undefined && { file }),
    dropIns: files.filter((one) => one !== file),
    links: Object.entries(entry.links).map(([path, target]) => ({
      path: safeWord(path),
      target: safeWord(target),
    })),
    ...readState(Buffer.from(state.bytes).toString('utf8')),
    fragment: safeWord(entry.fragment),
    vague: entry.vague,
  };
}

/** Unit files that somebody put beside those of the manifest. */
async function strayFiles(directory: string, known: ReadonlySet<string>): Promise<readonly string[]> {
  const names = await readdir(directory);
  return names
    .filter((name) => isKeepable(name) && !known.has(name))
    .sort()
    .map((name) => `${name}: passed over, manifest.json does not have it`);
}
