import type { EventSink } from '../model/event.ts';

/** Passes each event to several sinks, in their order. Closes all of them, also when one fails to. */
export function tee(...sinks: readonly EventSink[]): EventSink {
  return {
    emit(event) {
      for (const sink of sinks) sink.emit(event);
    },
    async close() {
      const endings = await Promise.allSettled(sinks.map((sink) => sink.close()));
      for (const ending of endings) if (ending.status === 'rejected') throw ending.reason;
    },
  };
}
