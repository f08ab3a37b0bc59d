import type { TreeConflict, TreeHeld, TreeMergeOptions } from './merge.ts';
import { sameEntry, type TreeEntry } from './state.ts';

/** What lies at a path on each side, and what did when both last agreed. */
export interface Versions {
  readonly base: TreeEntry | undefined;
  readonly local: TreeEntry | undefined;
  readonly remote: TreeEntry | undefined;
}

/** What becomes of a path. */
export type Decision =
  | { readonly does: 'same' | 'to remote' | 'from local' | 'from remote' | 'as it is' }
  /** `edited`: it replaces what was changed here since both last agreed. */
  | { readonly does: 'to local'; readonly edited?: boolean }
  | { readonly does: 'conflict'; readonly why: TreeConflict['why'] }
  | { readonly does: 'held'; readonly on: TreeHeld['on']; readonly why: TreeHeld['why'] };

interface Known extends TreeMergeOptions {
  /** Both have agreed on such paths at some time. */
  readonly hasBase: boolean;
  /** A run of ours put it on the host. */
  readonly wasPlaced: boolean;
}

/** What becomes of a path, by what each side made of it. */
export function decide(versions: Versions, known: Known): Decision {
  if (sameEntry(versions.local, versions.remote)) return { does: 'same' };
  return known.way === 'pull' ? pulled(versions, known) : synced(versions, known);
}

/**
 * What the host has comes, but not over what was changed here since both last agreed; what it has no longer goes with
 * `--delete`.
 */
function pulled({ base, local, remote }: Versions, known: Known): Decision {
  const isEdited = known.hasBase && local !== undefined && !sameEntry(local, base);
  if (remote === undefined) {
    if (base === undefined && !known.wasPlaced) return { does: 'as it is' };
    if (base !== undefined && isEdited) return { does: 'held', on: 'remote', why: 'edited' };
    return known.delete === true ? { does: 'from local' } : { does: 'held', on: 'remote', why: 'deleted' };
  }
  if (!isEdited || known.prefer === 'remote') return { does: 'to local', edited: isEdited };
  if (known.prefer === 'local' || sameEntry(remote, base))
    return { does: 'held', on: 'local', why: 'edited' };
  return { does: 'conflict', why: base === undefined ? 'never agreed' : 'both changed' };
}

function synced({ base, local, remote }: Versions, options: Known): Decision {
  const [here, there] = [!sameEntry(local, base), !sameEntry(remote, base)];
  if (base === undefined && local !== undefined && remote === undefined) return { does: 'to remote' };
  if (base === undefined && local === undefined && remote !== undefined) return { does: 'to local' };
  if (here && there) {
    const wins = options.prefer === 'local' ? local : remote;
    if (options.prefer !== undefined && wins !== undefined)
      return options.prefer === 'local' ? { does: 'to remote' } : { does: 'to local', edited: true };
    if (local === undefined || remote === undefined) return { does: 'conflict', why: 'deleted' };
    return { does: 'conflict', why: base !== undefined ? 'both changed' : 'never agreed' };
  }
  if (there) {
    if (remote !== undefined) return { does: 'to local' };
    return options.delete === true ? { does: 'from local' } : { does: 'held', on: 'remote', why: 'deleted' };
  }
  if (local !== undefined) return { does: 'to remote' };
  return options.delete === true ? { does: 'from remote' } : { does: 'held', on: 'local', why: 'deleted' };
}
