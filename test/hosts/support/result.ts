import type { Limits, Script, ScriptResult } from '../../../src/hosts/connection.ts';

export const limits: Limits = { maxBytes: 1_000_000, idleMs: 5000, totalMs: 20_000 };

/** A script for the login user, with limits that a healthy host keeps. */
export function script(text: string, more: Partial<Script> = {}): Script {
  return { text, privileged: false, limits, ...more };
}

/** A result with its output as text, to compare. */
export function seen(result: ScriptResult): Record<string, unknown> {
  return 'stdout' in result ? { ...result, stdout: Buffer.from(result.stdout).toString() } : { ...result };
}
