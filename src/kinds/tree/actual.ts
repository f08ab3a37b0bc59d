/** What lies at a path of a host's tree. */
export interface SeenEntry {
  readonly path: string;
  readonly type: 'file' | 'link' | 'directory' | 'other';
  /** As find(1) prints it: octal without leading zeros. */
  readonly mode: string;
  readonly owner: string;
  readonly size: number;
  /** Where a link leads to. */
  readonly target?: string;
  /** For an `other`, which: `a FIFO`. */
  readonly what?: string;
  /** The file system that a directory is on. */
  readonly device?: string;
  /** All of this and the time, as the host prints it: equal records, nothing changed. */
  readonly record: string;
  /** Known where the size is that of what is wanted. */
  readonly sha256?: string;
}

/** A directory on the way to a tree. */
export interface SeenParent {
  readonly path: string;
  readonly type: 'directory' | 'link' | 'other';
  readonly mode: string;
  readonly user: string;
  readonly group: string;
  readonly device: string;
  /** `MODE USER PATH`. */
  readonly record: string;
}

/** A service that a tree has restarted. */
export interface SeenUnit {
  readonly isLoaded: boolean;
  readonly runs: boolean;
  /** Microseconds of Unix time. */
  readonly startedAt: number;
  readonly names: readonly string[];
  readonly refusesRestart: boolean;
}

/** One directory of a host, and what a plan for it depends on. */
export interface TreeSeen {
  /** find, sort and comm as GNU has them. */
  readonly hasTools: boolean;
  readonly hasOwner: boolean;
  /** It can let two directories take each other's names. */
  readonly exchanges: boolean;
  /** All is as it is to be; then nothing was listed. */
  readonly isSame: boolean;
  /** From `/` down to the last that is there; the tree itself is not among them. */
  readonly parents: readonly SeenParent[];
  readonly entries: ReadonlyMap<string, SeenEntry>;
  /** Paths that runs of ours put there. */
  readonly placed: ReadonlySet<string>;
  /** When a run of ours last changed it, microseconds of Unix time; undefined where none has. */
  readonly changedAt: number | undefined;
  /** Bytes and inodes that are free where the tree lies, and bytes where what it replaces is kept if that is elsewhere. */
  readonly free: { readonly bytes: number; readonly inodes: number };
  readonly freeForSaved: number | undefined;
  readonly units: ReadonlyMap<string, SeenUnit>;
  /** Of small files that differ. */
  readonly texts: ReadonlyMap<string, string>;
}

export type Actual = ReadonlyMap<string, TreeSeen>;
