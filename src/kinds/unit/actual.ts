import type { Scope } from '../../model/step.ts';
import type { Link } from './text/links.ts';

/** What a manager says of one unit; systemctl(1), `show`. Words are kept as they come: systemd may learn new ones. */
export interface Shown {
  readonly id: string;
  /** All its names, aliases too. */
  readonly names: readonly string[];
  readonly loadState: string;
  readonly activeState: string;
  readonly subState: string;
  readonly unitFileState: string;
  readonly fragmentPath: string;
  readonly sourcePath: string;
  readonly dropInPaths: readonly string[];
  readonly needDaemonReload: boolean;
  readonly invocationId: string;
  /** When it last began to start, microseconds of Unix time; 0 when never. */
  readonly startedAt: number;
  /** When its state last changed, a reload included; the same unit. */
  readonly changedAt: number;
  readonly restarts: number;
  readonly result: string;
  /** Of a service's last reload; empty of other units. */
  readonly reloadResult: string;
  readonly canReload: boolean;
  readonly refuseManualStart: boolean;
  readonly refuseManualStop: boolean;
  readonly transient: boolean;
}

/** A file, link or directory as it lies on the host. */
export interface FileSeen {
  readonly path: string;
  readonly type: 'file' | 'link' | 'directory' | 'other';
  /** Octal without leading zeros, as stat prints it. */
  readonly mode: string;
  readonly owner: string;
  /** Microseconds of Unix time. */
  readonly modified: number;
  /** A file's bytes. */
  readonly bytes?: Uint8Array;
  /** A link's target as written. */
  readonly target?: string;
}

/** One manager's units, as far as the entries concern them. */
export interface ManagerSeen {
  readonly scope: Scope;
  /** Where an administrator's files lie: `/etc/systemd/system`. */
  readonly directory: string;
  /** Where files until the next boot lie: `/run/systemd/system`. */
  readonly runtime: string;
  /** Directories that systemd searches, most important first. */
  readonly path: readonly string[];
  /** False for a user's manager that does not run. */
  readonly running: boolean;
  /** It runs and does not answer: its user may have stopped it. */
  readonly silent?: boolean;
  /** The user's manager runs without a login; undefined for the machine's. */
  readonly linger?: boolean;
  readonly systemd: number;
  /** The host's clock at the look, microseconds of Unix time, where it told. */
  readonly now?: number;
  readonly units: ReadonlyMap<string, Shown>;
  /** By path; only of the units that the entries name or match. */
  readonly files: ReadonlyMap<string, FileSeen>;
  readonly links: readonly Link[];
  /** What `systemd-analyze verify` said of changed files; undefined where it was not or could not be asked. */
  readonly verify?: { readonly ok: boolean; readonly lines: readonly string[] };
  /** Files change, but the host does not allow a check that leaves no trace. */
  readonly verifyUnavailable: boolean;
}

/** By scope. A scope that is missing has no such user. */
export type Actual = ReadonlyMap<Scope, ManagerSeen>;
