import type { Job, ProposedStep } from '../model/step.ts';
import { phases } from '../model/phase.ts';

/** Of several jobs for one unit the strongest is done, and nothing else: a restart is a start, a start no restart. */
const strength: Readonly<Record<Job, number>> = {
  reload: 1,
  'reload-or-restart': 2,
  'try-restart': 3,
  restart: 4,
  start: 5,
  stop: 6,
};

/** What a step does, and to what. Steps of one key are one step. */
function keyOf(step: ProposedStep): string {
  switch (step.do) {
    case 'write':
    case 'remove':
    case 'link':
      return `file ${step.scope} ${step.path}`;
    case 'place':
      return `tree ${step.path}`;
    case 'daemon-reload':
      return `daemon-reload ${step.scope}`;
    case 'update-repo':
      return `repo ${step.repo}`;
    case 'remove-checkout':
    case 'return-checkout':
      return `checkout ${step.path}`;
    case 'linger':
      return `linger ${step.scope}`;
    case 'start':
    case 'stop':
    case 'restart':
    case 'reload':
    case 'reload-or-restart':
    case 'try-restart':
      // Stopping what goes away and starting it again are two things.
      return `job ${step.phase === 'retire' ? 'retire' : ''} ${step.scope} ${step.unit}`;
    default:
      return `${step.do} ${step.scope} ${step.unit}`;
  }
}

/** A step with the resource it belongs to. */
export interface Owned {
  readonly owner: number;
  readonly step: ProposedStep;
}

/**
 * Steps of all resources of a host in the order proposed → one step for each thing done, in the order of phases. The
 * first owner keeps a shared step, but the last one a link; of two jobs for a unit the stronger stays. What one resource
 * stops for good, no other has restarted.
 */
export function coalesce(steps: readonly Owned[]): readonly Owned[] {
  const kept = new Map<string, Owned>();
  for (const owned of withoutStopped(steps)) {
    const key = keyOf(owned.step);
    // Enabling a unit moves the links of others too (Also=): the last word on them holds.
    if (owned.step.do === 'enable' || owned.step.do === 'disable') kept.delete(key);
    const earlier = kept.get(key);
    if (earlier === undefined || stronger(owned.step, earlier.step)) kept.set(key, owned);
  }
  const order = (one: Owned): number => phases.indexOf(one.step.phase);
  return [...kept.values()].sort((a, b) => order(a) - order(b));
}

/** Whose unit it is decides that it is to be down: a tree that it runs on may be replaced in the same run. */
function withoutStopped(steps: readonly Owned[]): readonly Owned[] {
  const of = (step: ProposedStep): string | undefined =>
    'unit' in step && (step.do === 'health' || step.do in strength)
      ? `${step.scope} ${step.unit}`
      : undefined;
  const stopped = new Map<string, number>();
  for (const { owner, step } of steps) if (step.do === 'stop') stopped.set(of(step) ?? '', owner);
  if (stopped.size === 0) return steps;
  for (const { owner, step } of steps) {
    const unit = of(step);
    if (unit === undefined || step.do === 'stop') continue;
    if (step.do === 'start' || stopped.get(unit) === owner) stopped.delete(unit);
  }
  return steps.filter(({ owner, step }) => {
    const by = stopped.get(of(step) ?? '');
    return by === undefined || by === owner;
  });
}

function stronger(step: ProposedStep, other: ProposedStep): boolean {
  const [mine, theirs] = [strengthOf(step), strengthOf(other)];
  return mine !== undefined && theirs !== undefined && mine > theirs;
}

function strengthOf(step: ProposedStep): number | undefined {
  return (strength as Readonly<Record<string, number>>)[step.do];
}
