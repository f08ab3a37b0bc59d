import type { Play } from '../load/playbook.gen.ts';
import type { LoadedPlay } from '../load/playbook.ts';
import { milliseconds } from '../model/duration.ts';
import type { Rollout } from '../model/plan.ts';

/** Each play's rollout over its hosts. A host is acted on once: with the first play that is for it. */
export function rolloutsOf(
  plays: readonly LoadedPlay[],
  selected: readonly ReadonlySet<string>[],
): readonly Rollout[] {
  const taken = new Set<string>();
  return plays.flatMap(({ play }, index): readonly Rollout[] => {
    const hosts = [...(selected[index] ?? [])].filter((host) => !taken.has(host));
    for (const host of hosts) taken.add(host);
    return hosts.length === 0 ? [] : [rolloutOf(play, hosts)];
  });
}

/**
 * A play's hosts in batches. Sizes are as Ansible's `serial`: each entry is one batch's size, a percentage is of all the
 * play's hosts, rounded down but at least one, and the last entry repeats until no host is left. Without `rollout` all
 * hosts are one batch.
 */
function rolloutOf(play: Play, hosts: readonly string[]): Rollout {
  const {
    batches = ['100%'],
    max_failures: maxFailures = 0,
    pause,
    on_failure: onFailure = 'rollback',
  } = play.rollout ?? {};
  return {
    batches: batchesOf(hosts, batches),
    maxFailures,
    pause: pause === undefined ? 0 : (milliseconds(pause) ?? 0),
    onFailure,
  };
}

/** Hosts in batches of these sizes; the last size is repeated. */
export function batchesOf(
  hosts: readonly string[],
  sizes: readonly (number | string)[],
): readonly (readonly string[])[] {
  return cut(
    hosts,
    sizes.map((size) => count(size, hosts.length)),
  );
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
