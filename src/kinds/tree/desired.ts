import type { TreeListing } from '../kind.ts';
import type { Matches } from './patterns.ts';

/** What is to lie at a path of a tree. */
export interface Wanted {
  readonly path: string;
  readonly type: 'file' | 'link' | 'directory';
  /** Octal, four digits; links have none. */
  readonly mode?: string;
  readonly size: number;
  readonly modified: number;
  readonly sha256?: string;
  readonly target?: string;
}

/** One directory of a host, as it is to be. */
export interface DesiredTree {
  readonly path: string;
  /** The directory here: undefined of a tree of which only the name is known. */
  readonly source?: string;
  readonly owner?: string;
  /** By path, parents first. */
  readonly entries: ReadonlyMap<string, Wanted>;
  /** What on the host is none of ours. */
  readonly shields: Matches;
  /** What does not travel, in either direction; absent of a tree of which only the name is known. */
  readonly skips?: Matches;
  /** Whose permissions are declared, and so are not those of the source. */
  readonly fixedModes?: readonly ('file' | 'directory')[];
  /** What never is shown. */
  readonly isSecret: Matches;
  /** Names of directories that need not be looked into. */
  readonly pruned: readonly string[];
  readonly delete: 'none' | 'placed' | 'all';
  readonly maxDelete?: number;
  readonly restarts: readonly string[];
  /** All of it changes at one moment. */
  readonly atomic?: true;
  readonly text: TreeListing['text'];
}
