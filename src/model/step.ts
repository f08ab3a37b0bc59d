import type { Phase } from './phase.ts';

/** Which systemd manager: the machine's, or one user's. */
export type Scope = 'system' | `user:${string}`;

/** `sha256:HEX` of a file's bytes, or `link:TARGET` of a symbolic link; null where nothing is there. */
export type Digest = string | null;

/** The jobs that change whether a unit runs. */
export type Job = 'start' | 'stop' | 'restart' | 'reload' | 'reload-or-restart' | 'try-restart';

export const jobs: ReadonlySet<string> = new Set<Job>([
  'start',
  'stop',
  'restart',
  'reload',
  'reload-or-restart',
  'try-restart',
]);

/** The jobs that change a unit's links on disk. */
export type Linking = 'enable' | 'disable' | 'reenable' | 'mask' | 'unmask';

export const linkings: ReadonlySet<string> = new Set<Linking>([
  'enable',
  'disable',
  'reenable',
  'mask',
  'unmask',
]);

/** What must hold after a unit was started before the step counts as done. Durations are milliseconds. */
export interface Health {
  /** How long the unit must stay up, with no new restart. */
  readonly settle: number;
  readonly http?: string;
  /** Run by /bin/sh on the host; exit code 0 is healthy. */
  readonly command?: string;
  /** How long `http` and `command` may take to succeed. */
  readonly timeout: number;
}

/**
 * What a host can be asked to do. Kinds compose these; the executor knows nothing about kinds. Each is idempotent, and
 * each is undone from what the host saved before it.
 */
export type Act =
  | {
      readonly do: 'write';
      readonly scope: Scope;
      readonly path: string;
      readonly content: string;
      /** Octal, four digits. */
      readonly mode: string;
      /** `user:group`; empty for a new file of a user's own, which is that user's. */
      readonly owner: string;
      /** What the plan saw there; apply refuses the host when it is something else by then. */
      readonly was: Digest;
    }
  | { readonly do: 'remove'; readonly scope: Scope; readonly path: string; readonly was: Digest }
  | {
      readonly do: 'link';
      readonly scope: Scope;
      readonly path: string;
      /** What the symbolic link is to lead to, as written. */
      readonly target: string;
      readonly was: Digest;
    }
  | {
      readonly do: 'verify';
      readonly scope: Scope;
      readonly unit: string;
      readonly strict: boolean;
      readonly files: readonly VerifyFile[];
    }
  | { readonly do: 'linger'; readonly scope: Scope; readonly user: string }
  | ({ readonly do: 'place' } & Placing)
  | ({ readonly do: 'update-repo' } & RepoUpdate)
  | ({ readonly do: 'remove-checkout' } & CheckoutRemoval)
  | ({ readonly do: 'return-checkout' } & CheckoutReturn)
  | { readonly do: Linking; readonly scope: Scope; readonly unit: string }
  | { readonly do: 'daemon-reload'; readonly scope: Scope }
  | { readonly do: Job; readonly scope: Scope; readonly unit: string }
  | { readonly do: 'health'; readonly scope: Scope; readonly unit: string; readonly health: Health };

/** A repository is brought to what it follows, or to a commit, by the updater on the host. */
export interface RepoUpdate {
  readonly scope: 'system';
  readonly repo: string;
  /** Where its checkout lies. */
  readonly path: string;
  /** The commit that the plan saw there; null where there was none. */
  readonly from: string | null;
  /** The commit that was wanted when the plan was made; null where that could not be seen. */
  readonly to: string | null;
  /** The services that the updater restarts. */
  readonly restarts: readonly string[];
  /** Services and their health are left to steps of the plan, which come after the units. */
  readonly later?: true;
  /** This commit is asked for, whatever the policy follows: the way back from a run. */
  readonly pinned?: true;
  /** Milliseconds that it may take. */
  readonly timeout: number;
}

/** A checkout goes, and what the updater knew of it. */
export interface CheckoutRemoval {
  readonly scope: 'system';
  readonly repo: string;
  readonly path: string;
  readonly owner: string;
  readonly layout: 'checkout' | 'releases';
  /** SHA-256 of what the plan saw in it that would be lost; apply refuses the host when it is something else by then. */
  readonly was: string;
  /** Whether the host keeps it with the run, for a rollback: it lies on that file system. */
  readonly keeps: boolean;
}

/** A checkout that an earlier run took away, and kept, comes back. */
export interface CheckoutReturn {
  readonly scope: 'system';
  readonly repo: string;
  readonly path: string;
  readonly layout: 'checkout' | 'releases';
  /** The run that took it. */
  readonly run: string;
}

/** The entries of a directory that come, change and go. Names are as `byte-name.ts` writes them; `.` is the directory. */
export interface Placing {
  readonly scope: 'system';
  /** The directory. */
  readonly path: string;
  /** Names it in the host's own records. */
  readonly key: string;
  /** Where contents come from: a directory of the controller, or what the host kept in a run. */
  readonly from: { readonly source: string } | { readonly run: string };
  /** `MODE USER PATH` of each directory above it that is there: no other may become part of the way. */
  readonly parents: readonly string[];
  readonly put: readonly TreePut[];
  readonly remove: readonly TreeRemoval[];
  /** The services that run on these contents. */
  readonly restarts: readonly string[];
  /** All of it takes its place at one moment. */
  readonly atomic?: true;
}

/** An entry that is to be there. */
export interface TreePut {
  readonly path: string;
  readonly type: 'file' | 'link' | 'directory';
  /** Octal, four digits; links have none. */
  readonly mode?: string;
  /** `user:group`. */
  readonly owner: string;
  readonly size?: number;
  /** Seconds of Unix time. */
  readonly modified?: number;
  /** Of a file's bytes, in hexadecimal; absent where the host itself kept them. */
  readonly sha256?: string;
  /** Where a link leads to, as written. */
  readonly target?: string;
  /** The host has the bytes: only mode or owner change. */
  readonly here?: true;
  /** What the plan saw there, as `tree-place.sh` prints it; null where nothing was. */
  readonly was: string | null;
}

/** An entry that is to go. */
export interface TreeRemoval {
  readonly path: string;
  readonly type: 'file' | 'link' | 'directory';
  readonly was: string;
}

/** A file that `systemd-analyze verify` is shown in place of what the host has now. */
export interface VerifyFile {
  readonly path: string;
  readonly content: string;
}

/** One idempotent act on a host, with its place in the order. */
export type Step = Act & {
  /** Unique within the host's plan: `s1`, `s2`, … */
  readonly id: string;
  readonly phase: Phase;
  /** Why, for people only: nothing may branch on it. */
  readonly because: string;
};

/** A step as a kind proposes it, before the planner has merged duplicates, ordered and numbered. */
export type ProposedStep = Act & { readonly phase: Phase; readonly because: string };
