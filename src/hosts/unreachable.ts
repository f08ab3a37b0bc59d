import type { Unreachable } from './connection.ts';

/** Makes the value that says why a host cannot be reached; `fix` is what a person can do about it. */
export function unreachable(stage: Unreachable['stage'], message: string, fix?: string): Unreachable {
  return { type: 'unreachable', stage, message, ...(fix !== undefined && { fix }) };
}

/** Whether a step on the way to a host failed. */
export function isUnreachable(value: object): value is Unreachable {
  return 'type' in value && value.type === 'unreachable';
}
