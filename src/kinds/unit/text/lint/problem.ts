/**
 * Something wrong with a unit file. An error is what systemd refuses to load, or a file that cannot be meant as it stands
 * (empty, no header, damaged in transport); everything that systemd skips and goes on is a warning.
 */
export interface UnitProblem {
  /** Counts from 1; 0 when it is the absence of something. */
  readonly line: number;
  readonly severity: 'error' | 'warning';
  /** One sentence without a full stop. */
  readonly message: string;
  readonly hint?: string;
}

/** A problem that stops an installation. */
export function error(line: number, message: string, hint?: string): UnitProblem {
  return { line, severity: 'error', message, ...(hint === undefined ? {} : { hint }) };
}

/** A doubt that stops nothing. */
export function warning(line: number, message: string, hint?: string): UnitProblem {
  return { line, severity: 'warning', message, ...(hint === undefined ? {} : { hint }) };
}
