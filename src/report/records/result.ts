import type { HostResult, RunSummary } from '../../model/event.ts';
import type { Plan } from '../../model/plan.ts';

/** `result.json`: how a run came out, without what was said on the way. Absent while it runs, or when it was killed. */
export interface RunResult {
  readonly format: 1;
  readonly run: string;
  readonly plan: string;
  /** What was typed after `fleetwright`: verb, playbooks, never flags' values. */
  readonly command: readonly string[];
  /** RFC 3339, UTC. */
  readonly started: string;
  readonly finished: string;
  readonly source?: Plan['source'];
  readonly summary: RunSummary;
  readonly hosts: readonly HostResult[];
}
