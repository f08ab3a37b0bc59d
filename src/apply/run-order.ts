import { jobs, linkings } from '../model/step.ts';
import type { Job, Linking, Scope, Step } from '../model/step.ts';

/** Steps that one command on the host carries out together. */
export type Batch =
  | { readonly type: 'one'; readonly step: Step }
  | {
      readonly type: 'links';
      readonly verb: Linking;
      readonly scope: Scope;
      readonly steps: readonly UnitStep[];
    }
  | { readonly type: 'jobs'; readonly verb: Job; readonly scope: Scope; readonly steps: readonly UnitStep[] }
  | { readonly type: 'health'; readonly steps: readonly HealthStep[] };

/** Steps after which something else lies at a path. */
export type PathStep = Step & { readonly do: 'write' | 'remove' | 'link' };
export type UnitStep = Step & { readonly unit: string };
export type HealthStep = Step & { readonly do: 'health' };

/**
 * Groups neighbouring steps that say the same to the same manager: one `systemctl` call does them all, and systemd
 * orders them among each other. The order of the plan stays.
 */
export function batches(steps: readonly Step[]): readonly Batch[] {
  const groups: Batch[] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    const joined = last === undefined ? undefined : join(last, step);
    if (joined === undefined) groups.push(begin(step));
    else groups[groups.length - 1] = joined;
  }
  return groups;
}

export function isOfPath(step: Step): step is PathStep {
  return step.do === 'write' || step.do === 'remove' || step.do === 'link';
}

export function isLinking(step: Step): step is UnitStep & { readonly do: Linking } {
  return linkings.has(step.do);
}

export function isJob(step: Step): step is UnitStep & { readonly do: Job } {
  return jobs.has(step.do);
}

function begin(step: Step): Batch {
  if (isLinking(step)) return { type: 'links', verb: step.do, scope: step.scope, steps: [step] };
  if (isJob(step)) return { type: 'jobs', verb: step.do, scope: step.scope, steps: [step] };
  return step.do === 'health' ? { type: 'health', steps: [step] } : { type: 'one', step };
}

function join(batch: Batch, step: Step): Batch | undefined {
  switch (batch.type) {
    case 'one':
      return undefined;
    case 'health':
      return step.do === 'health' ? { ...batch, steps: [...batch.steps, step] } : undefined;
    case 'links':
    case 'jobs':
      if (step.do !== batch.verb || step.scope !== batch.scope || !('unit' in step)) return undefined;
      return { ...batch, steps: [...batch.steps, step] };
  }
}
