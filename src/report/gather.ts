import type { EventSink, HostResult, RunSummary } from '../model/event.ts';

/** What a run came to, gathered from its events. */
export interface Gathered {
  readonly sink: EventSink;
  readonly results: readonly HostResult[];
  /** Absent until `run-finished`. */
  readonly summary: () => RunSummary | undefined;
}

/** A sink that remembers how the hosts and the run came out. */
export function gather(): Gathered {
  const results: HostResult[] = [];
  let summary: RunSummary | undefined;
  return {
    results,
    summary: () => summary,
    sink: {
      emit(event) {
        if (event.type === 'host-finished') results.push(event.result);
        if (event.type === 'run-finished') summary = event.summary;
      },
      close: () => Promise.resolve(),
    },
  };
}
