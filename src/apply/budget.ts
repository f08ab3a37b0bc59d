import type { Outcome } from '../model/event.ts';

const failures: ReadonlySet<Outcome> = new Set<Outcome>([
  'failed',
  'rolled-back',
  'blocked',
  'stale',
  'locked',
]);
const absences: ReadonlySet<Outcome> = new Set<Outcome>(['unreachable', 'lost']);

/**
 * May the next batch begin? Failed and unreachable hosts are counted apart, and neither may exceed the budget: a host
 * that vanished in the first batch is as good a reason to stop as one that failed.
 */
export function withinBudget(outcomes: readonly Outcome[], maxFailures: number): boolean {
  const count = (set: ReadonlySet<Outcome>): number => outcomes.filter((outcome) => set.has(outcome)).length;
  return count(failures) <= maxFailures && count(absences) <= maxFailures;
}
