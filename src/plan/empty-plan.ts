import type { HostPlan } from '../model/plan.ts';
import { fingerprint } from './fingerprint.ts';

/** A host that nothing is asked of. */
export function emptyPlan(host: string): HostPlan {
  return { host, status: 'converged', facts: fingerprint({}), evidence: {}, changes: [] };
}
