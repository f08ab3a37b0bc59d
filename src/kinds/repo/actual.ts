import type { FileSeen } from '../units.ts';

/** What lies at a repository's path. */
export type At = 'nothing' | 'empty' | 'repository' | 'directory' | 'link' | 'file';

/** What the remote has: its refs, newest version first; or why none of the addresses answered. */
export interface RemoteSeen {
  readonly answered: boolean;
  readonly silent: readonly string[];
  /** Commit by name; `refs/tags/v1^{}` is the commit behind a tag object. */
  readonly refs: ReadonlyMap<string, string>;
}

/** Commits that the host has fetched already and not checked out. */
export interface LogSeen {
  readonly target: string;
  readonly count: number;
  readonly subjects: readonly string[];
  /** Whether what was accepted here is not among what the target comes from. */
  readonly rewound: boolean;
}

/** One repository of a host. */
export interface RepoSeen {
  /** The path in the installed policy; undefined where none is installed. */
  readonly policyPath: string | undefined;
  /** What the updater last brought about. */
  readonly accepted: string | undefined;
  readonly paused: boolean;
  readonly quarantined: ReadonlySet<string>;
  /** Version of git; undefined where there is none. */
  readonly git: readonly [number, number] | undefined;
  readonly lacks: readonly string[];
  /** Time zones that the host does not know. */
  readonly lacksZones: readonly string[];
  /** How many seconds units may take to start, where their own files say it. */
  readonly startTimes: ReadonlyMap<string, number>;
  readonly hasOwner: boolean;
  readonly at: At | undefined;
  /** Who owns what lies there. */
  readonly holder: string | undefined;
  /** What others than root may write to, where root's git is to run. */
  readonly loose: string | undefined;
  /** Where the checkout that lies there comes from; without passwords. */
  readonly origin: string | undefined;
  /** A repository that has the path within. */
  readonly inside: string | undefined;
  readonly head: string | undefined;
  readonly branch: string | undefined;
  /** Files that differ from the commit, and others that git does not ignore. */
  readonly changed: number;
  readonly stashes: number;
  /** Commits that its own remote does not have. */
  readonly ahead: number;
  /** Times at which the schedule would start it, as the host says them. */
  readonly next: readonly string[];
  /** The same as instants, milliseconds; as many as are needed to see whether they meet windows. */
  readonly instants: readonly number[];
  /** Calendar expressions that the host's systemd does not understand. */
  readonly misunderstood: readonly string[];
  readonly files: ReadonlyMap<string, FileSeen>;
  /** Whether the timer runs, and whether it is started at boot. */
  readonly timer: { readonly active: boolean; readonly wanted: boolean };
  /** Units that the host has, and those that run, by name. */
  readonly loaded: ReadonlySet<string>;
  readonly running: ReadonlySet<string>;
  /** Undefined where it was not asked. */
  readonly remote: RemoteSeen | undefined;
  readonly log: LogSeen | undefined;
  /** Undefined where it was not asked, or no policy says that there is one. */
  readonly going: GoingSeen | undefined;
}

/** A directory above a checkout, as stat(1) tells of it. */
export interface WaySeen {
  readonly type: string;
  readonly mode: string;
  readonly user: string;
  readonly group: string;
  readonly path: string;
}

/** A checkout that is to go, as its policy names it, and what would be lost with it. */
export interface GoingSeen {
  readonly path: string;
  readonly owner: string;
  readonly layout: 'checkout' | 'releases';
  /** Without passwords. */
  readonly urls: readonly string[];
  /** `repository`, `releases`, `nothing`, or what else lies there. */
  readonly at: string;
  readonly holder: string | undefined;
  readonly remote: string | undefined;
  readonly head: string | undefined;
  /** The directories above it, from `/` on. */
  readonly way: readonly WaySeen[];
  readonly isMount: boolean;
  /** Whether it can be kept with a run: it lies on that file system. */
  readonly keeps: boolean;
  readonly bytes: number | undefined;
  /** SHA-256 of what the host told of its contents. */
  readonly sum: string;
  /** What lies among the releases and is none. */
  readonly strangers: readonly string[];
  readonly releases: number;
  readonly unpushed: readonly string[];
  readonly stashes: readonly string[];
  readonly changed: readonly string[];
  readonly ignored: readonly string[];
  /** Services that the updater restarts and that run. */
  readonly running: readonly string[];
}

export type Actual = ReadonlyMap<string, RepoSeen>;
