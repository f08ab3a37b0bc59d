import type { Diagnostic } from '../model/diagnostic.ts';

/**
 * What came of reading something that a person wrote: the value, and everything that is wrong with it. The value is
 * absent when there are errors; warnings may stand beside one.
 */
export interface Checked<T> {
  readonly value?: T;
  readonly diagnostics: readonly Diagnostic[];
}

/** Is there one that must stop the command? */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

/** The value with its warnings, or the diagnostics alone when one is an error. */
export function checked<T>(value: T, diagnostics: readonly Diagnostic[]): Checked<T> {
  return hasErrors(diagnostics) ? { diagnostics } : { value, diagnostics };
}
