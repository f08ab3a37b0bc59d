/** A place in a file that a person wrote; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** How many columns the trouble covers on that line; for the underline. */
  readonly length?: number;
}

/** Something wrong (or doubtful) in what the user wrote. Values, never exceptions: all of them are printed at once. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** What is wrong, in one plain sentence without a full stop. */
  readonly message: string;
  /** What would be right, or the nearest name: "did you mean `active`?" */
  readonly hint?: string;
  readonly place?: Place;
}
