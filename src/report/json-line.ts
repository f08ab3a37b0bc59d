import { safeJson } from '../model/safe-json.ts';

/** A value as one line of JSON that is safe to show on a terminal. */
export function jsonLine(value: unknown): string {
  return `${safeJson(value)}\n`;
}
