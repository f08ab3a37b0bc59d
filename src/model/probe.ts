/**
 * One kind's look at a host, as a value: which constant shell function of the probe runs, and its words. `observe`
 * packs the looks of all kinds into one script, hence one round trip.
 */
export interface Probe {
  /** The file under hosts/sh, without `.sh`, that defines `probe_NAME`. */
  readonly script: string;
  readonly args: readonly string[];
}

/** What a probe function printed, by section name. Bytes, because files need not be UTF-8. */
export type Sections = ReadonlyMap<string, Uint8Array>;
