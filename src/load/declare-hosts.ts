import type { Diagnostic, Place } from '../model/diagnostic.ts';
import { expandRange } from '../model/host-range.ts';
import type { LoadedInventory } from './inventory.ts';
import type { Settings } from './inventory.gen.ts';
import type { Path } from './source-document.ts';

/** A host as its document declares it, before groups and defaults. */
export interface DeclaredHost {
  readonly name: string;
  /** The number or letter that its range gave it. */
  readonly n?: string;
  /** One object for all hosts of a range. */
  readonly settings: Settings;
  readonly from: LoadedInventory;
  readonly path: Path;
}

/** All hosts of all documents by name, ranges spelled out. */
export function declareHosts(documents: readonly LoadedInventory[]): {
  readonly value: ReadonlyMap<string, DeclaredHost>;
  readonly diagnostics: readonly Diagnostic[];
} {
  const hosts = new Map<string, DeclaredHost>();
  const diagnostics: Diagnostic[] = [];
  for (const from of documents) {
    for (const [key, settings] of Object.entries(from.inventory.hosts ?? {})) {
      if (key.startsWith('x-')) continue;
      const path = ['hosts', key];
      const place = (): Place => from.document.keyPlace(path); // only for trouble: finding one walks the map
      const members = namesOf(key);
      if (typeof members === 'string') {
        diagnostics.push({ severity: 'error', message: members, place: place() });
        continue;
      }
      const entry = { settings: settings ?? {}, from, path };
      for (const member of members) {
        const before = hosts.get(member.name);
        if (before === undefined) hosts.set(member.name, { ...member, ...entry });
        else {
          diagnostics.push(twice(member.name, before, place()));
          break;
        }
      }
    }
  }
  return { value: hosts, diagnostics };
}

function namesOf(key: string): ReturnType<typeof expandRange> {
  const members = expandRange(key);
  if (typeof members === 'string') return members;
  const first = members[0]?.name ?? '';
  if (first === 'all') return '`all` is the group of all hosts; a host cannot be called so';
  if (first.startsWith('-')) return `a host's name cannot begin with \`-\``;
  if (first.includes(':'))
    return `a host's name cannot hold \`:\`; give it a name, and the address as \`address\``;
  return members;
}

function twice(name: string, before: DeclaredHost, place: Place): Diagnostic {
  const { file, line } = before.from.document.keyPlace(before.path);
  const where = file === place.file ? `on line ${line}` : `in ${file}:${line}`;
  return {
    severity: 'error',
    message: `the host \`${name}\` is declared twice`,
    hint: `it is first declared ${where}; keep one of them`,
    place,
  };
}
