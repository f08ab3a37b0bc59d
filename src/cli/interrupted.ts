import { exitCodes } from './exit-code.ts';
import type { Frame } from './frame.ts';

/**
 * The exit code of a command that was interrupted while it looked at hosts; undefined when it was not. What it has by
 * then is half a plan, which must not be shown, saved or done.
 */
export function interruptedLook(frame: Frame): number | undefined {
  const signal = frame.stoppedBy();
  if (signal === undefined) return undefined;
  frame.err.write('interrupted while looking; nothing was changed\n');
  return exitCodes[signal];
}
