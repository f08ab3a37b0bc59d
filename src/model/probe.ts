/**
 * One kind's look at a host, as a value: which constant shell function runs, and its words. `observe` packs the looks
 * of all kinds into one script, hence one round trip.
 */
export interface Probe {
  /** The files under hosts/sh, without `.sh`, that define the function. */
  readonly libraries: readonly string[];
  readonly function: string;
  readonly args: readonly string[];
}

/** What the probes printed, by section name. Bytes, because files need not be UTF-8. */
export type Sections = ReadonlyMap<string, Uint8Array>;
