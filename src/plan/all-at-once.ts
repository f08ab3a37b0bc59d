import type { Rollout } from '../model/plan.ts';

/** One batch of all hosts; each that fails is put back by itself. */
export function allAtOnce(hosts: readonly string[]): Rollout {
  return { batches: [hosts], maxFailures: 0, pause: 0, onFailure: 'rollback' };
}
