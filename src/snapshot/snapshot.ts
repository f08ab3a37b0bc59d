import type { Scope } from '../model/step.ts';

/** A unit file or drop-in as it lay in the manager's directory (`/etc/systemd/system`), or outside of it. */
export interface KeptFile {
  /** Relative to the manager's directory, `ollama.service` or `ollama.service.d/10-gpu.conf`; absolute where it lies elsewhere. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Octal, four digits. */
  readonly mode: string;
  /** `user:group`. */
  readonly owner: string;
}

/** A link in the manager's directory that enables, aliases or masks a unit. */
export interface KeptLink {
  /** Relative to the manager's directory: `multi-user.target.wants/ollama.service`. */
  readonly path: string;
  /** As written. */
  readonly target: string;
}

/** One unit of a snapshot. Words of systemd are kept as they came. */
export interface UnitSnapshot {
  readonly scope: Scope;
  readonly name: string;
  /** Absent where the unit has no file of an administrator's: a vendor's unit, an instance of a template. */
  readonly file?: KeptFile;
  readonly dropIns: readonly KeptFile[];
  readonly links: readonly KeptLink[];
  /** ActiveState: `active`, `inactive`, `failed` … */
  readonly active: string;
  /** UnitFileState: `enabled`, `disabled`, `static`, `masked` …; empty where systemd has none. */
  readonly enabled: string;
  /** Where the unit's main file lies on that host: `/usr/lib/systemd/system/ollama.service`. */
  readonly fragment: string;
}

/** The units of one host, as files and states, at one time. A value: nothing here knows a disk or a host. */
export interface Snapshot {
  readonly host: string;
  /** RFC 3339, UTC. */
  readonly taken: string;
  /** By scope, then name. */
  readonly units: readonly UnitSnapshot[];
}
