import { isPrivate } from '../../kinds/file-difference.ts';
import type { DesiredUnit } from '../../kinds/unit/desired.ts';
import { hostDirectory } from '../../snapshot/backups.ts';
import { merge, type Merged } from '../../snapshot/merge.ts';
import { movesOf, sameTexts } from '../../snapshot/moves.ts';
import { joinBase, readBase, splitBase, writeBase } from '../../snapshot/sync-base.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { isRehearsal, refuseUnapprovable } from '../approval.ts';
import { exitCodes } from '../exit-code.ts';
import type { Frame, Verb } from '../frame.ts';
import type { Flags } from '../options.ts';
import { onDisk, syncDirectory, withSyncLock, type Problem } from '../sync-state.ts';
import { changeUnits, type HostChange } from './change.ts';
import type { ChosenHosts } from './hosts.ts';
import { choosePatterns } from './patterns.ts';
import { sayMerged } from './say-merged.ts';
import { chooseOne, snapshotsOf } from './snapshots.ts';

/**
 * `units sync <host>`: both ways between this machine and a host, three-way against what both last agreed on. That base
 * is kept under .fleetwright/sync, and written only when both sides have ended well.
 */
export const sync: Verb = async ([word = ''], flags, frame) => {
  const refused = refuseUnapprovable(flags, frame);
  if (refused !== undefined) return refused;
  const pair = await choosePair(word, flags, frame);
  if (typeof pair === 'number') return pair;
  const patterns = choosePatterns(flags, pair.settings, frame);
  if (typeof patterns === 'number') return patterns;
  const directory = syncDirectory(placeOf(pair, flags), frame);
  const work = (): Promise<number> => syncPair({ pair, patterns, directory, word }, flags, frame);
  return withSyncLock({ directory, word }, work, flags, frame);
};

/** This machine (or another in its place) first, then the host. */
async function choosePair(word: string, flags: Flags, frame: Frame): Promise<ChosenHosts | number> {
  const remote = await chooseOne(word, flags, frame);
  if (typeof remote === 'number') return remote;
  const local = await chooseOne(flags.with, flags, frame);
  if (typeof local === 'number') return local;
  const hosts = [...local.hosts, ...remote.hosts];
  if (hosts[0]?.name === hosts[1]?.name) return fail(`${word} cannot be synchronised with itself`, frame);
  return { ...remote, hosts, known: new Map([...local.known, ...remote.known]) };
}

/** The same for a pair whichever of the two is named first. */
function placeOf({ hosts }: ChosenHosts, flags: Flags): string {
  const names = hosts.map(({ name }) => hostDirectory(name));
  return flags.with === undefined ? (names[1] ?? '') : names.sort().join('+');
}

interface Pair {
  readonly pair: ChosenHosts;
  readonly patterns: readonly string[];
  /** Where their base is kept. */
  readonly directory: string;
  readonly word: string;
}

async function syncPair(
  { pair, patterns, directory, word }: Pair,
  flags: Flags,
  frame: Frame,
): Promise<number> {
  const kept = await onDisk(readBase(directory));
  if (kept !== undefined && 'problem' in kept)
    return fail(`the state of the last sync, ${directory}, cannot be used: ${kept.problem}`, frame);
  const snapshots = await snapshotsOf({ chosen: pair, patterns }, flags, frame);
  if (typeof snapshots === 'number') return snapshots;
  const [local, remote] = snapshots;
  if (local === undefined || remote === undefined) return exitCodes.error;
  const before = kept && splitBase(kept.snapshot, patterns);
  const { prefer, delete: deletes } = flags;
  const options = { ...(prefer && { prefer }), ...(deletes === true && { delete: true }) };
  const merged = merge({ base: before?.about, local, remote }, options);
  sayMerged(merged, { local: local.host, remote: remote.host }, flags, frame);
  const code = await bringAbout({ pair, word, local, remote, merged }, flags, frame);
  if (code !== exitCodes.done) return code;
  const base = joinBase(merged.base, before?.others ?? []);
  const written = isRehearsal(flags)
    ? undefined
    : await onDisk<Problem | undefined>(writeBase(directory, base).then(() => undefined));
  if (written !== undefined) return fail(written.problem, frame);
  return merged.conflicts.length > 0 ? exitCodes.error : exitCodes.done;
}

interface Goals {
  readonly pair: ChosenHosts;
  readonly word: string;
  readonly local: Snapshot;
  readonly remote: Snapshot;
  readonly merged: Merged;
}

/** One plan and one run over both hosts. A host whose files change between the two looks is left as it is. */
async function bringAbout(
  { pair, word, local, remote, merged }: Goals,
  flags: Flags,
  frame: Frame,
): Promise<number> {
  let moved: string | undefined;
  const changeOf = (side: Snapshot, goal: Snapshot, other: string): readonly HostChange[] => {
    const host = pair.hosts.find(({ name }) => name === side.host);
    const units = movesOf(side, goal, other);
    if (host === undefined || units.length === 0) return [];
    const names = units.map(({ name }) => name);
    if (side === local) sayPrivate(units, other, flags, frame);
    const decide: HostChange['decide'] = (now) => {
      if (sameTexts(now, side, names)) return units;
      moved = side.host;
      return [];
    };
    return [{ host, units, patterns: [], decide }];
  };
  const changes = [
    ...changeOf(local, merged.local, remote.host),
    ...changeOf(remote, merged.remote, local.host),
  ];
  if (changes.length === 0) {
    if (flags.json !== true && flags.quiet !== true) frame.err.write('Nothing to move.\n');
    return exitCodes.done;
  }
  const hosts = changes.map(({ host }) => host);
  const order = { chosen: { ...pair, hosts }, changes, command: ['units', 'sync', word] };
  const code = await changeUnits(order, flags, frame);
  if (moved === undefined || code !== exitCodes.done) return code;
  return fail(`unit files of ${moved} changed meanwhile; nothing was moved there, synchronise again`, frame);
}

/** What comes here is to be read before it is approved, and what is private is in no plan that is shown. */
function sayPrivate(units: readonly DesiredUnit[], from: string, flags: Flags, frame: Frame): void {
  if (flags.json === true || flags.quiet === true) return;
  const names = units.flatMap(({ name, modes }) =>
    [...(modes?.values() ?? [])].some(isPrivate) ? [name] : [],
  );
  if (names.length === 0) return;
  frame.err.write(`private files of ${names.join(', ')} come from ${from} and are not shown;\n`);
  frame.err.write(`  "fleetwright units pull ${from}" writes them here to be read\n`);
}

function fail(why: string, frame: Frame): number {
  frame.err.write(`error: ${why}\n`);
  return exitCodes.error;
}
