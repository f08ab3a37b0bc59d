import { jobs } from '../../../model/step.ts';
import type { Job, ProposedStep, Step } from '../../../model/step.ts';
import { isUp } from '../read-show.ts';
import type { ManagerSeen } from '../actual.ts';
import { defaultHealth } from '../desired.ts';
import type { Part } from '../../part.ts';
import type { Kept } from './kept.ts';
import type { Past } from './past.ts';

/** Whether the unit runs, as before the run; and, where its files go back, on those. */
export function activityBack(
  { unit, steps, run }: Past,
  kept: Kept,
  manager: ManagerSeen,
  filesChange: boolean,
): Part {
  const job = steps.find(isJob);
  const runs = isUp(manager.units.get(unit.name)?.activeState ?? 'inactive');
  if (job === undefined) return filesChange && runs ? { warnings: [keepsRunning(unit.name, run)] } : {};
  const rests = ['active'];
  const was = kept.states.get(unit.name);
  if (was === undefined) return { rests }; // it was cut before it had kept that
  const ran = isUp(was);
  if (!ran && runs) return { rests, ...to(false), steps: [stop(unit, filesChange)] };
  if (ran && !runs) return { rests, ...to(true), steps: bringUp(unit, 'start', steps) };
  if (!ran || !filesChange) return { rests };
  const again: Job = job.do === 'start' || job.do === 'stop' ? 'restart' : job.do;
  return {
    rests: [...rests, 'invocation'],
    differences: [{ field: 'running', from: 'on files of the run', to: 'on files of before' }],
    steps: bringUp(unit, again, steps),
  };
}

function to(active: boolean): Pick<Part, 'differences'> {
  return { differences: [{ field: 'active', from: !active, to: active }] };
}

/** Before its files change: what runs was started from those that are there now. */
function stop({ scope, name }: Past['unit'], filesChange: boolean): ProposedStep {
  const phase = filesChange ? 'retire' : 'stop';
  return { do: 'stop', phase, scope, unit: name, because: 'it did not run before the run' };
}

/** Its own checks are those of the version that goes; that it stays up can be asked of any. */
function bringUp({ scope, name }: Past['unit'], job: Job, steps: readonly Step[]): readonly ProposedStep[] {
  const { settle } = steps.find((step) => step.do === 'health')?.health ?? defaultHealth;
  const health = { settle, timeout: defaultHealth.timeout };
  const because = job === 'start' ? 'it ran before the run' : 'its files go back';
  return [
    { do: job, phase: 'start', scope, unit: name, because },
    { do: 'health', phase: 'health', scope, unit: name, health, because: `after its ${job}` },
  ];
}

function keepsRunning(name: string, run: string): string {
  return `${name} was not restarted by run ${run}, and keeps running while its files go back`;
}

function isJob(step: Step): step is Step & { readonly do: Job } {
  return jobs.has(step.do);
}
