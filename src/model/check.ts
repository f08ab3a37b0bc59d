/** One thing that `doctor` looked at on a host. */
export interface Check {
  /** What was looked at, as in `host key`, `become`, `disk /var`. */
  readonly check: string;
  readonly state: 'ok' | 'warn' | 'fail';
  /** What was found; safe to show. */
  readonly detail: string;
  /** What to do about it. */
  readonly fix?: string;
}

/** Makes a check; the fix is left out where there is none. */
export function check(name: string, state: Check['state'], detail: string, fix?: string): Check {
  return { check: name, state, detail, ...(fix !== undefined && { fix }) };
}

/** The worst state among checks: how a host is on the whole. */
export function worst(checks: readonly Check[]): Check['state'] {
  if (checks.some(({ state }) => state === 'fail')) return 'fail';
  return checks.some(({ state }) => state === 'warn') ? 'warn' : 'ok';
}
