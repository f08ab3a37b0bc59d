import type { HostPlan, HostStatus, Plan, Rollout } from '../../../src/model/plan.ts';
import type { Step } from '../../../src/model/step.ts';
import { plan } from '../../../src/plan/plan.ts';
import { usual } from './steps.ts';

/** A host's part of a plan that does these steps. */
export function hostPlan(
  host: string,
  steps: readonly Step[] = usual,
  more: Partial<HostPlan> = {},
): HostPlan {
  const changes = steps.length === 0 ? [] : [{ address: 'unit/a.service' as const, differences: [], steps }];
  const status: HostStatus = steps.length === 0 ? 'converged' : 'changing';
  return { host, status, facts: '', evidence: {}, changes, ...more };
}

/** The plan of these hosts; by default all of them at once. */
export function fleetPlan(hosts: readonly (string | HostPlan)[], rollout: Partial<Rollout> = {}): Plan {
  const plans = hosts.map((host) => (typeof host === 'string' ? hostPlan(host) : host));
  const all = plans.map(({ host }) => host);
  const whole: Rollout = { batches: [all], maxFailures: 0, pause: 0, onFailure: 'rollback', ...rollout };
  return plan(plans, [whole], { id: 'P1', created: '2026-11-21T22:15:00Z' });
}
