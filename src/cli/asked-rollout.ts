import { batchesOf } from '../desire/rollout.ts';
import type { Rollout } from '../model/plan.ts';
import { allAtOnce } from '../plan/all-at-once.ts';
import type { Flags } from './options.ts';

/** Hosts in the batches that --batches says, without it all at once; the first failure ends the run. */
export function askedRollout(hosts: readonly string[], { batches }: Pick<Flags, 'batches'>): Rollout {
  return { ...allAtOnce(hosts), ...(batches && { batches: batchesOf(hosts, batches) }) };
}
