import type { Plan, Rollout } from '../model/plan.ts';
import { disturbs } from './change-text.ts';
import { counted } from './counted.ts';
import type { Paint } from './paint.ts';
import { shortTime } from './short-time.ts';
import { signOf } from './sign.ts';
import type { TextStyle } from './text-style.ts';
import { wrap } from './wrap.ts';

/** The last lines of a plan: how many hosts and changes, in what batches, what to type next. */
export function planTotals(plan: Plan, next: string | undefined, style: TextStyle): readonly string[] {
  const { hosts, converged, changing, blocked, unreachable } = plan.summary;
  const p = style.paint;
  if (converged === hosts) return [p.green(`${counted(hosts, 'host')}: nothing to do.`)];
  return [
    hostCounts(hosts, p, [
      [changing, 'to change', 'yellow'],
      [converged, 'with nothing to do', 'green'],
      [blocked, 'blocked', 'red'],
      [unreachable, 'unreachable', 'red'],
    ]),
    ...(changing === 0 ? [] : [`${changeCounts(plan)} in ${stepCounts(plan)}.`]),
    ...plan.rollouts
      .filter((rollout) => rollout.batches.length > 1)
      .flatMap((rollout) => wrap(rolloutWords(rollout), style.width)),
    ...(next === undefined || changing === 0 ? [] : ['', `Next: ${p.bold(next)}`]),
  ];
}

/** `13 hosts: 10 to change, 3 unreachable.`; what there is none of is left out. */
export function hostCounts(
  hosts: number,
  p: Paint,
  parts: readonly (readonly [count: number, words: string, brush: keyof Paint])[],
): string {
  const said = parts
    .filter(([count]) => count > 0)
    .map(([count, words, brush]) => p[brush](`${count} ${words}`));
  return `${p.bold(counted(hosts, 'host'))}: ${said.join(', ')}.`;
}

/** `30 changes (+10 ~10 -10)` */
function changeCounts(plan: Plan): string {
  const signs = plan.hosts
    .filter((host) => host.status === 'changing')
    .flatMap((host) => host.changes.map(signOf));
  const bySign = (['+', '~', '-'] as const).map(
    (sign) => [sign, signs.filter((one) => one === sign).length] as const,
  );
  const said = bySign.filter(([, count]) => count > 0).map(([sign, count]) => `${sign}${count}`);
  return `${counted(signs.length, 'change')} (${said.join(' ')})`;
}

function stepCounts(plan: Plan): string {
  const steps = plan.hosts.flatMap((host) => host.changes.flatMap((change) => change.steps));
  const count = steps.filter(disturbs).length;
  return `${counted(plan.summary.steps, 'step')}, ${count === 0 ? 'no' : count} ${
    count === 1 ? 'stop or restart' : 'stops or restarts'
  }`;
}

function rolloutWords(rollout: Rollout): string {
  const sizes = rollout.batches.map((batch) => batch.length).join(' + ');
  const pause = rollout.pause > 0 ? `, ${shortTime(rollout.pause)} apart` : '';
  const budget =
    rollout.maxFailures === 0
      ? 'the first failure ends the run'
      : `more than ${counted(rollout.maxFailures, 'failure')} end the run`;
  const after =
    rollout.onFailure === 'rollback' ? 'what fails is rolled back' : 'what fails is left as it is';
  return `In ${rollout.batches.length} batches (${sizes} hosts${pause}); ${budget}, ${after}.`;
}
