import { unifiedDiff } from '../../../src/kinds/text-diff.ts';
import type { HostResult, RunEvent, RunSummary } from '../../../src/model/event.ts';
import type { Change, HostPlan, Plan } from '../../../src/model/plan.ts';
import type { Step } from '../../../src/model/step.ts';

const path = '/etc/systemd/system/web.service';

/** Steps that a plan for one changed unit file has. */
export const steps: readonly Step[] = [
  {
    ...{ id: 's1', phase: 'files', do: 'write', scope: 'system', because: 'its text differs' },
    ...{ path, content: '[Service]\nExecStart=/bin/b\n', mode: '0644', owner: 'root:root', was: null },
  },
  { id: 's2', phase: 'reload', do: 'daemon-reload', scope: 'system', because: 'unit files change' },
  {
    ...{
      id: 's3',
      phase: 'start',
      do: 'restart',
      scope: 'system',
      because: 'it runs since before its file changed',
    },
    unit: 'web.service',
  },
];

/** A changed unit: its file differs, and it is to be enabled. */
export const change: Change = {
  address: 'unit/web.service',
  differences: [
    {
      field: 'file',
      diff: unifiedDiff(path, '[Service]\nExecStart=/bin/a\n', '[Service]\nExecStart=/bin/b\n'),
    },
    { field: 'enabled', from: false, to: true },
  ],
  steps,
};

export function aHost(host: string, more: Partial<HostPlan> = {}): HostPlan {
  return { host, status: 'changing', facts: 'f', evidence: {}, changes: [change], ...more };
}

export function converged(host: string): HostPlan {
  return aHost(host, { status: 'converged', changes: [] });
}

export function aPlan(hosts: readonly HostPlan[], more: Partial<Plan> = {}): Plan {
  const of = (status: HostPlan['status']): number => hosts.filter((host) => host.status === status).length;
  const changes = hosts.flatMap((host) => host.changes);
  return {
    format: 1,
    id: '20261121T221500Z-4f2a',
    created: '2026-11-21T22:15:00.000Z',
    summary: {
      hosts: hosts.length,
      converged: of('converged'),
      changing: of('changing'),
      blocked: of('blocked'),
      unreachable: of('unreachable'),
      changes: changes.length,
      steps: changes.flatMap((one) => one.steps).length,
    },
    rollouts: [{ batches: [hosts.map(({ host }) => host)], maxFailures: 0, pause: 0, onFailure: 'rollback' }],
    hosts,
    ...more,
  };
}

export function aResult(host: string, more: Partial<HostResult> = {}): HostResult {
  return { host, outcome: 'changed', stepsDone: 3, stepsUndone: 0, seconds: 1.5, ...more };
}

export function aSummary(results: readonly HostResult[], exitCode = 0): RunSummary {
  const outcomes: Record<string, number> = {};
  for (const { outcome } of results) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return { outcomes, stepsDone: results.reduce((sum, one) => sum + one.stepsDone, 0), seconds: 2, exitCode };
}

type Unstamped<E> = E extends RunEvent ? Omit<E, 'time'> : never;

/** An event, so many seconds after the run began. */
export function at(seconds: number, event: Unstamped<RunEvent>): RunEvent {
  const time = new Date(Date.UTC(2026, 10, 21, 22, 15, 0) + seconds * 1000).toISOString();
  return { time, ...event };
}

export const runStarted = (plan: Plan): RunEvent =>
  at(0, { type: 'run-started', format: 1, run: '20261121T221500Z-aaaa', plan });
