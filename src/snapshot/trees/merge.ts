import type { Side } from '../merge.ts';
import { decide, type Decision, type Versions } from './decide.ts';
import { ancestors, isBelow, sorted, type Skips, type TreeEntry, type TreeState } from './state.ts';

/** A tree here and on a host, and what both last agreed on; without that, nothing is known of who changed what. */
export interface TreeSides {
  readonly base: TreeState | undefined;
  readonly local: TreeState;
  readonly remote: TreeState;
  /** What runs of ours put on the host: what is here of it and not there was deleted there. */
  readonly placed: ReadonlySet<string>;
  /** Paths at and below which nothing is touched. */
  readonly left: ReadonlyMap<string, string>;
  /** What does not travel this time; what was agreed on of it holds. */
  readonly skips: Skips;
  /** What is never deleted. */
  readonly shields: Skips;
}

export interface TreeMergeOptions {
  /** Both ways; or all that the host has, to here. */
  readonly way: 'sync' | 'pull';
  /** Who wins where both changed the same. */
  readonly prefer?: Side;
  /** What one side deleted goes on the other too. */
  readonly delete?: boolean;
}

/** What comes to a side and goes from it. */
export interface TreeMoves {
  /** Parents first. */
  readonly put: readonly TreeEntry[];
  readonly remove: readonly TreeEntry[];
}

/** Something that both sides have, each in its way, and that is left as it is. */
export interface TreeConflict {
  readonly path: string;
  readonly why: 'both changed' | 'never agreed' | 'deleted' | 'another sort';
}

/** Something that does not move, without being a conflict. */
export interface TreeHeld {
  readonly path: string;
  /** Where it was deleted or changed. */
  readonly on: Side;
  /** Deletions were not asked for; or it was changed here, and nothing here was to be replaced. */
  readonly why: 'deleted' | 'edited';
}

export interface TreeMerge {
  readonly local: TreeMoves;
  readonly remote: TreeMoves;
  readonly conflicts: readonly TreeConflict[];
  readonly held: readonly TreeHeld[];
  /** Files that come here in place of what was changed here since both last agreed. */
  readonly edited: ReadonlySet<string>;
  /** What both agree on once all of it is so. What is in conflict stays in it as it was. */
  readonly base: TreeState;
}

/**
 * Merges a tree three ways, path by path. Clocks are never asked. A pure function; a merge of what it gave finds nothing
 * to move.
 */
export function mergeTrees(sides: TreeSides, options: TreeMergeOptions): TreeMerge {
  const { base, local, remote, left } = sides;
  const decisions = new Map<string, Decision>();
  const blocked = new Set<string>();
  for (const path of allPaths(sides)) {
    if (isBelow(path, left) || isBelow(path, blocked) || isSkipped(path, sides)) continue;
    const versions: Versions = { base: base?.get(path), local: local.get(path), remote: remote.get(path) };
    if (isOfAnotherSort(versions)) {
      blocked.add(path);
      decisions.set(path, { does: 'conflict', why: 'another sort' });
    } else {
      // Data and secrets may never have travelled yet.
      const hasBase = base !== undefined && (base.has(path) || !isShielded(versions, sides));
      const known = { ...options, hasBase, wasPlaced: sides.placed.has(path) };
      const decision = decide(versions, known);
      decisions.set(
        path,
        isDeletion(decision) && isShielded(versions, sides) ? { does: 'as it is' } : decision,
      );
    }
  }
  bringParents(decisions, sides);
  keepOccupied(decisions, sides);
  return collect(decisions, sides);
}

/**
 * What both agree on after a push: all that is here lies there, too, and what it removed does not. Of what the host has
 * besides nothing is known; what was agreed on of it holds.
 */
export function baseAfterPush(
  sides: Pick<TreeSides, 'base' | 'local' | 'skips' | 'shields'>,
  removed: readonly string[],
): Pick<TreeMerge, 'base'> {
  const remote = new Map([...(sides.base ?? []), ...sides.local]);
  for (const path of removed) if (!sides.local.has(path)) remote.delete(path);
  return mergeTrees({ ...sides, remote, placed: new Set(), left: new Map() }, { way: 'sync' });
}

function allPaths({ base = new Map<string, TreeEntry>(), local, remote }: TreeSides): readonly string[] {
  return [...sorted(new Map([...base, ...local, ...remote])).keys()];
}

/** A directory on one side only: what is in it would have to go first, and that is nobody's to decide. */
function isOfAnotherSort({ local, remote }: Versions): boolean {
  if (local === undefined || remote === undefined) return false;
  return (local.type === 'directory') !== (remote.type === 'directory');
}

function isSkipped(path: string, { base, skips }: TreeSides): boolean {
  return skips(path, base?.get(path)?.type === 'directory');
}

function isDeletion({ does }: Decision): boolean {
  return does === 'from local' || does === 'from remote';
}

function isShielded({ local, remote }: Versions, { shields }: TreeSides): boolean {
  const there = local ?? remote;
  return there !== undefined && shields(there.path, there.type === 'directory');
}

/** What comes to a side needs its directories there, whatever was to become of them. */
function bringParents(decisions: Map<string, Decision>, { local, remote }: TreeSides): void {
  for (const [path, { does }] of [...decisions]) {
    if (does !== 'to local' && does !== 'to remote') continue;
    const to = does === 'to local' ? local : remote;
    for (const parent of ancestors(path)) if (!to.has(parent)) decisions.set(parent, { does });
  }
}

/** A directory in which something stays does so too. */
function keepOccupied(decisions: Map<string, Decision>, { local, remote }: TreeSides): void {
  for (const [side, goes] of [
    [local, 'from local'],
    [remote, 'from remote'],
  ] as const) {
    for (const path of side.keys()) {
      if (decisions.get(path)?.does === goes) continue;
      for (const parent of ancestors(path))
        if (decisions.get(parent)?.does === goes) decisions.set(parent, { does: 'as it is' });
    }
  }
}

function collect(
  decisions: ReadonlyMap<string, Decision>,
  { base: before, local, remote }: TreeSides,
): TreeMerge {
  const moves = { local: emptyMoves(), remote: emptyMoves() };
  const conflicts: TreeConflict[] = [];
  const held: TreeHeld[] = [];
  const edited = new Set<string>();
  const base = new Map(before ?? []);
  for (const [path, decision] of decisions) {
    const [here, there] = [local.get(path), remote.get(path)];
    const agreed = agreedOn(decision, here, there);
    if (agreed === undefined) base.delete(path);
    else if (agreed !== 'as before') base.set(path, agreed);
    if (decision.does === 'to local' && there !== undefined) {
      moves.local.put.push(there);
      if (decision.edited === true) edited.add(path);
    } else if (decision.does === 'to remote' && here !== undefined) moves.remote.put.push(here);
    else if (decision.does === 'from local' && here !== undefined) moves.local.remove.push(here);
    else if (decision.does === 'from remote' && there !== undefined) moves.remote.remove.push(there);
    else if (decision.does === 'conflict') conflicts.push({ path, why: decision.why });
    else if (decision.does === 'held') held.push({ path, on: decision.on, why: decision.why });
  }
  return { ...moves, conflicts, held, edited, base: sorted(base) };
}

function emptyMoves(): { readonly put: TreeEntry[]; readonly remove: TreeEntry[] } {
  return { put: [], remove: [] };
}

function agreedOn(
  { does }: Decision,
  here: TreeEntry | undefined,
  there: TreeEntry | undefined,
): TreeEntry | 'as before' | undefined {
  switch (does) {
    case 'same':
    case 'to remote':
      return here;
    case 'to local':
      return there;
    case 'from local':
    case 'from remote':
      return undefined;
    default:
      return 'as before';
  }
}
