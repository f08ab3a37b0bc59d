/** How one unit of a host stands. Words are systemd's own, made safe to show. */
export interface UnitStatus {
  readonly unit: string;
  readonly active: string;
  readonly enabled: string;
  readonly sub: string;
  /** When its state last changed; RFC 3339, UTC. Null where it never did. */
  readonly since: string | null;
  /** How often systemd has restarted it by itself. */
  readonly restarts: number;
  /** `restart`: it runs on older files than it has; `reload`: systemd has not read its files since they changed. */
  readonly drift: 'none' | 'reload' | 'restart';
  /** Where its file lies; empty where it has none. */
  readonly file: string;
  /** By path. */
  readonly dropIns: readonly string[];
  /** The first of the patterns that catch it. */
  readonly matches: string;
}

/** The units of one host that were asked for; or why it could not be looked at. */
export type HostUnits =
  | { readonly host: string; readonly units: readonly UnitStatus[] }
  | { readonly host: string; readonly unseen: string };
