import type { Play } from '../load/playbook.gen.ts';
import { milliseconds } from '../model/duration.ts';
import type { Rollout } from '../model/plan.ts';

/**
 * A play's hosts in batches. Sizes are as Ansible's `serial`: each entry is one batch's size, a percentage is of all the
 * play's hosts, rounded down but at least one, and the last entry repeats until no host is left. Without `rollout` all
 * hosts are one batch.
 */
export function rolloutOf(play: Play, hosts: readonly string[]): Rollout {
  const {
    batches = ['100%'],
    max_failures: maxFailures = 0,
    pause,
    on_failure: onFailure = 'rollback',
  } = play.rollout ?? {};
  return {
    batches: cut(
      hosts,
      batches.map((size) => count(size, hosts.length)),
    ),
    maxFailures,
    pause: pause === undefined ? 0 : (milliseconds(pause) ?? 0),
    onFailure,
  };
}

function count(size: number | string, total: number): number {
  if (typeof size === 'number') return size;
  return Math.max(1, Math.floor((Number.parseInt(size, 10) * total) / 100));
}

function cut(hosts: readonly string[], sizes: readonly number[]): readonly (readonly string[])[] {
  const batches: (readonly string[])[] = [];
  let taken = 0;
  while (taken < hosts.length) {
    const size = sizes[batches.length] ?? sizes.at(-1) ?? hosts.length;
    batches.push(hosts.slice(taken, taken + size));
    taken += size;
  }
  return batches;
}
