import { byteName } from '../../model/byte-name.ts';
import type { Sections } from '../../model/probe.ts';
import { isUp, readShow } from '../units.ts';
import type { Actual, SeenEntry, SeenParent, SeenUnit, TreeSeen } from './actual.ts';
import type { DesiredTree } from './desired.ts';
import { treeKey } from './name.ts';
import { readHashes, readListing, readTexts, records, type Listing } from './read-listing.ts';

/** What `look_tree` printed → the trees of the host; a string says why it cannot be understood. */
export function read(sections: Sections, desired: readonly DesiredTree[]): Actual | string {
  const actual = new Map<string, TreeSeen>();
  for (const tree of desired) {
    const seen = readTree(sections, treeKey(tree.path));
    if (typeof seen === 'string') return `${seen} (${tree.path})`;
    actual.set(tree.path, { ...seen, lacks: isCompared(tree, seen) ? seen.lacks : undefined });
  }
  return actual;
}

/** Of a tree that is not there, and of one of which nothing is known here, there is nothing to compare. */
function isCompared({ entries }: DesiredTree, seen: TreeSeen): boolean {
  return entries.size > 0 && seen.entries.get('.')?.type === 'directory';
}

function readTree(sections: Sections, key: string): TreeSeen | string {
  const bytes = (name: string): Uint8Array => sections.get(`tree:${key}:${name}`) ?? new Uint8Array();
  const facts = new Map(
    text(bytes('facts'))
      .split('\n')
      .map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  const told =
    facts.get('tools') === 'no' || sections.has(`tree:${key}:same`) || sections.has(`tree:${key}:list`);
  if (!facts.has('tools') || !told) return 'the look at a tree is incomplete';
  const listing = readListing(bytes('list'));
  if (listing === null) return 'the list of a tree makes no sense';
  const number = (name: string): number => Number(facts.get(name) ?? '') || 0;
  const changed = facts.get('changed');
  return {
    hasTools: facts.get('tools') === 'yes',
    isSame: bytes('same').length > 0,
    hasOwner: facts.get('owner') !== 'no',
    exchanges: facts.get('exchanges') === 'yes',
    parents: records(bytes('way')).flatMap(readParent),
    entries: withHashes(listing, readHashes(bytes('hashes'))),
    lacks: listing.lacks,
    placed: new Set(records(bytes('placed')).map(byteName)),
    changedAt: changed === undefined ? undefined : Math.round(Number(changed) * 1e6) || undefined,
    free: { bytes: number('free') * 1024, inodes: number('inodes') || Infinity },
    freeForSaved: facts.has('saves') ? number('saves') * 1024 : undefined,
    units: readUnits(text(bytes('units'))),
    texts: readTexts(bytes('texts')),
  };
}

function withHashes(
  { entries }: Listing,
  hashes: ReadonlyMap<string, string>,
): ReadonlyMap<string, SeenEntry> {
  const all = new Map(entries);
  for (const [path, sha256] of hashes) {
    const entry = all.get(path);
    if (entry?.type === 'file') all.set(path, { ...entry, sha256 });
  }
  return all;
}

const kinds: Readonly<Record<string, SeenParent['type']>> = { d: 'directory', l: 'link' };

function readParent(record: Uint8Array): readonly SeenParent[] {
  const [kind = '', mode = '', user = '', group = '', device = '', ...rest] = text(record).split(' ');
  const path = rest.join(' ');
  if (path === '') return [];
  const type = kinds[kind] ?? 'other';
  return [{ path, type, mode, user, group, device, record: `${kind} ${mode} ${user} ${path}` }];
}

function readUnits(shown: string): ReadonlyMap<string, SeenUnit> {
  const units = [...readShow(shown)].map(([name, unit]): [string, SeenUnit] => [
    name,
    {
      isLoaded: unit.loadState !== 'not-found',
      runs: isUp(unit.activeState),
      startedAt: unit.startedAt,
      names: [unit.id, ...unit.names],
      refusesRestart: unit.refuseManualStart || unit.refuseManualStop,
    },
  ]);
  return new Map(units);
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
