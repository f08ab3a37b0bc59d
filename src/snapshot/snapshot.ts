/** An administrator's unit file or drop-in, as it lay in the manager's directory (`/etc/systemd/system`). */
export interface KeptFile {
  /** Relative to that directory: `ollama.service` or `ollama.service.d/10-gpu.conf`. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Octal, four digits. */
  readonly mode: string;
  /** `user:group`. */
  readonly owner: string;
}

/** A link in the manager's directory that enables, aliases or masks a unit, or is its file. */
export interface KeptLink {
  /** Relative to that directory: `multi-user.target.wants/ollama.service`. */
  readonly path: string;
  /** As written. */
  readonly target: string;
}

/** What of a unit a snapshot may not know, or know and be unable to ask for. */
export type Aspect = 'file' | 'dropIns' | 'enabled' | 'active';

/** One unit of a snapshot. Words of systemd are kept as they came: a host's own, so never shown raw. */
export interface UnitSnapshot {
  /** A valid unit name. */
  readonly name: string;
  /** Absent where the unit has no file of an administrator's: a vendor's unit, an instance of a template, a mask. */
  readonly file?: KeptFile;
  /** By path. */
  readonly dropIns: readonly KeptFile[];
  /** By path. */
  readonly links: readonly KeptLink[];
  /** ActiveState: `active`, `inactive`, `failed` …; empty of a template. */
  readonly active: string;
  /** UnitFileState: `enabled`, `disabled`, `static`, `masked` …; empty where systemd has none. */
  readonly enabled: string;
  /** Where the unit's main file lies on that host: `/usr/lib/systemd/system/ollama.service`; empty where it is not known. */
  readonly fragment: string;
  /** What cannot be asked of a host as it was here: links that no [Install] explains, a drop-in that is a link … */
  readonly vague: readonly Aspect[];
}

/** The system units of one host, as files and states, at one time. A value: nothing here knows a disk or a host. */
export interface Snapshot {
  readonly host: string;
  /** RFC 3339, UTC. */
  readonly taken: string;
  /** Of which units it tells: one that matches and is not here was not there. Empty where that is not known. */
  readonly patterns: readonly string[];
  /** By name. */
  readonly units: readonly UnitSnapshot[];
  /** What it does not hold although it was there, in words that are safe to show. */
  readonly notes: readonly string[];
}
