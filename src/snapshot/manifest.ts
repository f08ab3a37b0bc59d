import { createHash } from 'node:crypto';

import type { Manifest } from '../load/snapshot.gen.ts';
import { safeJson } from '../model/safe-json.ts';
import type { KeptFile, Snapshot, UnitSnapshot } from './snapshot.ts';

type Entry = Manifest['units'][string];

/** The text of a snapshot's manifest.json. The same snapshot gives the same text. */
export function manifestText({ host, taken, patterns, notes, units }: Snapshot): string {
  const entries = units.map((unit) => [unit.name, entryOf(unit)] as const);
  const manifest: Manifest = {
    ...{ format: 1, host, taken, patterns, notes },
    units: Object.fromEntries(entries),
  };
  return `${safeJson(manifest, 2)}\n`;
}

function entryOf({ file, dropIns, links, fragment, vague }: UnitSnapshot): Entry {
  const files = [...(file === undefined ? [] : [file]), ...dropIns];
  return {
    fragment,
    vague,
    links: Object.fromEntries(links.map(({ path, target }) => [path, target])),
    files: Object.fromEntries(files.map((one) => [one.path, rights(one)])),
  };
}

function rights({ mode, owner, bytes }: KeptFile): Entry['files'][string] {
  return { mode, owner, sha256: digest(bytes) };
}

/** Hexadecimal SHA-256. */
export function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
