/** A run that a host still has a record of. */
export interface HostRun {
  readonly id: string;
  /** How it ended (`changed`, `rolled-back`, …); absent while it has no end. */
  readonly result?: string;
  /** Unix time of the end, seconds. */
  readonly ended?: number;
}

/** What a host says of itself, besides its resources. */
export interface HostFacts {
  /** systemd's version number. */
  readonly systemd: number;
  /** Its clock when it was looked at, microseconds of Unix time; absent where it did not tell. */
  readonly now?: number;
  readonly runs: readonly HostRun[];
}

/** What was seen of one host, each kind's state in the order of its resources; or, for a person, why nothing was. */
export type Observed =
  { readonly facts: HostFacts; readonly actuals: readonly unknown[] } | { readonly unseen: string };
