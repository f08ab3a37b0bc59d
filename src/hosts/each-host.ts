/** How the work on one host came out. An error is a bug of ours: what the world does to a host is a value of the work's. */
export type Settled<T> =
  | { readonly type: 'done'; readonly value: T }
  | { readonly type: 'broke'; readonly error: unknown }
  /** The run was interrupted before this host's turn. */
  | { readonly type: 'skipped' };

/** How to go through many hosts. */
export interface EachHost<H, T> {
  /** At most so many hosts at a time. */
  readonly forks: number;
  /** Once aborted no further host begins; those under way are expected to hear it themselves. */
  readonly signal?: AbortSignal;
  /** Hears of each host as it settles, in whatever order; nothing is kept after that. */
  readonly settled: (host: H, result: Settled<T>) => void;
}

/** Works on hosts, a bounded number at a time. One host's failure stops no other; done when all have settled. */
export async function eachHost<H, T>(
  hosts: Iterable<H>,
  work: (host: H) => Promise<T>,
  { forks, signal, settled }: EachHost<H, T>,
): Promise<void> {
  const waiting = hosts[Symbol.iterator]();
  const lane = async (): Promise<void> => {
    for (let next = waiting.next(); !next.done; next = waiting.next()) {
      const host = next.value;
      settled(host, signal?.aborted ? { type: 'skipped' } : await settle(host, work));
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, forks) }, lane));
}

async function settle<H, T>(host: H, work: (host: H) => Promise<T>): Promise<Settled<T>> {
  try {
    return { type: 'done', value: await work(host) };
  } catch (error) {
    return { type: 'broke', error };
  }
}
