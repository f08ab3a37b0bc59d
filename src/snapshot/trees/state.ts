import type { SeenEntry, TreeSeen } from '../../kinds/tree/actual.ts';
import type { DesiredTree, Wanted } from '../../kinds/tree/desired.ts';

/** What lies at a path of a tree, on whichever side. */
export interface TreeEntry {
  readonly path: string;
  readonly type: 'file' | 'link' | 'directory';
  /** Octal, four digits; absent where it is declared, and so the same on both sides. */
  readonly mode?: string;
  /** Whether its owner may run a file whose mode is declared. */
  readonly executable?: boolean;
  /** Of a file's bytes. */
  readonly size?: number;
  readonly sha256?: string;
  /** Where a link leads to, as written. */
  readonly target?: string;
}

/** A tree by its paths, parents first; `.` is the directory itself. */
export type TreeState = ReadonlyMap<string, TreeEntry>;

/** Is it the same thing to whoever uses it? What both lack is. */
export function sameEntry(one: TreeEntry | undefined, other: TreeEntry | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return (
    one.type === other.type &&
    one.mode === other.mode &&
    one.sha256 === other.sha256 &&
    one.target === other.target
  );
}

/** A tree of this machine, as its listing has it. */
export function localState(entries: Iterable<Wanted>, tree: Pick<DesiredTree, 'fixedModes'>): TreeState {
  const state = new Map<string, TreeEntry>();
  for (const { path, type, mode, size, sha256, target } of entries)
    state.set(
      path,
      entry(
        {
          ...{ path, type },
          ...(type === 'file' && { size }),
          ...(sha256 !== undefined && { sha256 }),
          ...(target !== undefined && { target }),
        },
        mode,
        tree,
      ),
    );
  return state;
}

/** What of a host's tree can travel, and what cannot. */
export interface RemoteTree {
  readonly state: TreeState;
  /** Paths, each with why nothing at it or below it is touched: `is a FIFO there`. */
  readonly left: ReadonlyMap<string, string>;
}

/** Paths that are none of this tree's business. */
export type Skips = (path: string, isDirectory: boolean) => boolean;

/**
 * A host's tree as it was seen. What is special, another file system, or skipped is no part of it. A string says why the
 * host's list cannot be believed: something lies below what is no directory.
 */
export function remoteState(
  tree: Pick<DesiredTree, 'fixedModes'>,
  seen: Pick<TreeSeen, 'entries'>,
  skips: Skips,
): RemoteTree | string {
  const state = new Map<string, TreeEntry>();
  const left = new Map<string, string>();
  const device = seen.entries.get('.')?.device;
  for (const one of seen.entries.values()) {
    if (skips(one.path, one.type === 'directory')) continue;
    const why = whyLeft(one, device);
    if (why !== undefined) left.set(one.path, why);
    else state.set(one.path, remoteEntry(one, tree));
  }
  for (const { path } of [...state.values()]) {
    if (isBelow(path, left)) state.delete(path);
    else if (path !== '.' && state.get(above(path))?.type !== 'directory')
      return `the list of the host's tree makes no sense: ${path} lies below what is no directory`;
  }
  return { state: sorted(state), left };
}

function whyLeft({ type, what, device }: SeenEntry, own: string | undefined): string | undefined {
  if (type === 'other') return `is ${what ?? 'a special file'} there`;
  return type === 'directory' && device !== own ? 'is a mount point there' : undefined;
}

/** Set-id bits are for whoever installs programs, not for copies. */
function remoteEntry(
  { path, type, mode, size, target }: SeenEntry,
  tree: Pick<DesiredTree, 'fixedModes'>,
): TreeEntry {
  const rights = (Number.parseInt(mode, 8) & 0o777).toString(8).padStart(4, '0');
  const kind = type === 'other' ? 'file' : type;
  return entry(
    { path, type: kind, ...(kind === 'file' && { size }), ...(target !== undefined && { target }) },
    rights,
    tree,
  );
}

function entry(
  base: TreeEntry,
  mode: string | undefined,
  { fixedModes = [] }: Pick<DesiredTree, 'fixedModes'>,
): TreeEntry {
  if (base.type === 'link' || mode === undefined) return base;
  if (!fixedModes.includes(base.type)) return { ...base, mode };
  const isExecutable = base.type === 'file' && (Number.parseInt(mode, 8) & 0o100) !== 0;
  return isExecutable ? { ...base, executable: true } : base;
}

/** The same with the hash of each file. A string names one that has none: it went away meanwhile. */
export function withHashes(state: TreeState, hashes: ReadonlyMap<string, string>): TreeState | string {
  const whole = new Map<string, TreeEntry>();
  for (const one of state.values()) {
    const sha256 = hashes.get(one.path);
    if (one.type === 'file' && sha256 === undefined) return one.path;
    whole.set(one.path, one.type === 'file' && sha256 !== undefined ? { ...one, sha256 } : one);
  }
  return whole;
}

/** Whether a directory above the path, or the path itself, is one of those. */
export function isBelow(path: string, those: { has(path: string): boolean }): boolean {
  return those.has(path) || (path.includes('/') && isBelow(above(path), those));
}

/** The directory that something lies in. */
export function above(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
}

/** The directories above a path, the nearest first; not the tree itself. */
export function ancestors(path: string): readonly string[] {
  return path.includes('/') ? [above(path), ...ancestors(above(path))] : [];
}

/** Parents first, and what is in one directory together: by the parts of the path. */
export function sorted<T>(entries: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  const keyed = [...entries].map(
    (pair) => [pair[0] === '.' ? '' : pair[0].replaceAll('/', '\0'), pair] as const,
  );
  return new Map(keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, pair]) => pair));
}

/** What is in one directory together: whoever reads it enters the directory once. */
export function byDirectory<T extends { readonly path: string }>(entries: readonly T[]): readonly T[] {
  const keyed = entries.map((one) => [above(one.path), one] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, one]) => one);
}
