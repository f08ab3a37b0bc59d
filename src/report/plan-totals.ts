import type { Plan, Rollout } from '../model/plan.ts';
import { printable } from '../model/printable.ts';
import { disturbs } from './change-text.ts';
import type { TextStyle } from './change-text.ts';
import { counted } from './counted.ts';
import { shortTime } from './short-time.ts';
import { signOf } from './sign.ts';

/** The last lines of a plan: how many hosts and changes, in what batches, what to type next. */
export function totals(
  plan: Plan,
  options: { readonly next?: string; readonly drift?: boolean },
  style: TextStyle,
): readonly string[] {
  const s = plan.summary;
  const p = style.paint;
  if (s.changing === 0 && s.blocked === 0 && s.unreachable === 0) {
    return [
      p.green(`${counted(s.hosts, 'host')}: ${options.drift === true ? 'no drift' : 'nothing to do'}.`),
    ];
  }
  const parts = [
    part(s.changing, options.drift === true ? 'drifted' : 'to change', p.yellow),
    part(s.converged, options.drift === true ? 'as declared' : 'with nothing to do', p.green),
    part(s.blocked, 'blocked', p.red),
    part(s.unreachable, 'unreachable', p.red),
  ].filter((text) => text !== '');
  return [
    `${p.bold(counted(s.hosts, 'host'))}: ${parts.join(', ')}.`,
    ...(s.changes === 0 ? [] : [changesLine(plan, options.drift === true)]),
    ...(options.drift === true ? [] : plan.rollouts.filter((r) => r.batches.length > 1).map(rolloutLine)),
    ...(options.next === undefined || s.changing === 0
      ? []
      : ['', `Next: ${p.bold(printable(options.next))}`]),
  ];
}

function part(count: number, words: string, brush: (text: string) => string): string {
  return count === 0 ? '' : brush(`${count} ${words}`);
}

function changesLine(plan: Plan, drift: boolean): string {
  const changes = plan.hosts.flatMap((host) => host.changes);
  const signs = changes.map(signOf);
  const bySign = (['+', '~', '-'] as const).flatMap((sign) => {
    const count = signs.filter((one) => one === sign).length;
    return count === 0 ? [] : [`${sign}${count}`];
  });
  const what = `${counted(changes.length, drift ? 'difference' : 'change')} (${bySign.join(' ')})`;
  if (drift) return `${what}.`;
  const disturbed = changes.flatMap((change) => change.steps).filter(disturbs).length;
  return `${what} in ${counted(plan.summary.steps, 'step')}, ${disturbed === 0 ? 'no' : disturbed} of them ${
    disturbed === 1 ? 'a stop or restart' : 'stops or restarts'
  }.`;
}

function rolloutLine(rollout: Rollout): string {
  const sizes = rollout.batches.map((batch) => batch.length).join(' + ');
  const pause = rollout.pause > 0 ? `, ${shortTime(rollout.pause)} between` : '';
  const budget =
    rollout.maxFailures === 0 ? 'the first failure' : `more than ${counted(rollout.maxFailures, 'failure')}`;
  const after =
    rollout.onFailure === 'rollback' ? 'what fails is rolled back' : 'what fails is left as it is';
  return `In ${rollout.batches.length} batches (${sizes} hosts${pause}); ${budget} ends the run, ${after}.`;
}
