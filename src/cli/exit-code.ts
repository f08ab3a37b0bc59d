import type { Outcome } from '../model/event.ts';
import type { PlanSummary } from '../model/plan.ts';

/** Every number that the program can exit with. The README's table says the same. */
export const exitCodes = {
  done: 0,
  /** Documents, usage of hosts, our own bugs. */
  error: 1,
  /** Only with --detailed-exitcode. */
  changes: 2,
  failed: 3,
  unreachable: 4,
  rolledBack: 5,
  locked: 6,
  stale: 7,
  usage: 64,
  SIGINT: 130,
  SIGTERM: 143,
} as const;

/** Outcomes that are not a success, the worst first: a run exits with the code of the worst that happened. */
const byGravity: readonly (readonly [Outcome, number])[] = [
  ['failed', exitCodes.failed],
  ['blocked', exitCodes.failed],
  ['rolled-back', exitCodes.rolledBack],
  ['stale', exitCodes.stale],
  ['locked', exitCodes.locked],
  ['lost', exitCodes.unreachable],
  ['unreachable', exitCodes.unreachable],
  ['interrupted', exitCodes.SIGINT],
  ['skipped', exitCodes.failed],
];

/** How many hosts came out in which way → the run's exit code; a signal that ended the run has the last word. */
export function exitCodeOfRun(
  outcomes: Readonly<Partial<Record<Outcome, number>>>,
  stoppedBy?: 'SIGINT' | 'SIGTERM',
): number {
  if (stoppedBy !== undefined) return exitCodes[stoppedBy];
  const worst = byGravity.find(([outcome]) => (outcomes[outcome] ?? 0) > 0);
  return worst === undefined ? exitCodes.done : worst[1];
}

/** A plan's exit code; `detailed` is --detailed-exitcode. */
export function exitCodeOfPlan(summary: PlanSummary, detailed: boolean): number {
  if (summary.blocked > 0) return exitCodes.failed;
  if (summary.unreachable > 0) return exitCodes.unreachable;
  return detailed && summary.changing > 0 ? exitCodes.changes : exitCodes.done;
}
