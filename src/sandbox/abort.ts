import { SandboxFailure } from './failure.ts';

/** Throws a SandboxFailure when the signal is aborted. */
export function refuseAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new SandboxFailure('interrupted; nothing is left of it');
}
