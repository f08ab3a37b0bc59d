import type { Frame } from './frame.ts';

/** Below this a word about progress would only flicker; milliseconds. */
const patience = 1000;

/** Says on a terminal how far a look at many hosts has come, once it takes longer than a second. */
export function lookProgress(frame: Frame): {
  readonly onHost: (done: number, of: number) => void;
  readonly end: () => void;
} {
  const started = frame.now().getTime();
  let shown = false;
  return {
    onHost(done, of) {
      if (!frame.err.isTerminal || frame.now().getTime() - started < patience) return;
      frame.err.write(`\r\u001b[Klooking at hosts: ${done} of ${of}`);
      shown = true;
    },
    end() {
      if (shown) frame.err.write('\r\u001b[K');
    },
  };
}
