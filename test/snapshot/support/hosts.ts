import type { Actual } from '../../../src/kinds/unit/actual.ts';
import type { Desired } from '../../../src/kinds/unit/desired.ts';
import { unit } from '../../../src/kinds/unit/index.ts';
import type { HostPlan } from '../../../src/model/plan.ts';
import type { Snapshot } from '../../../src/snapshot/snapshot.ts';
import { takeSnapshot } from '../../../src/snapshot/take.ts';
import { hostOf } from '../../kinds/unit/support/described-host.ts';
import type { FakeHost } from '../../kinds/unit/support/fake-host.ts';
import { look } from '../../kinds/unit/support/fake-look.ts';
import { planOf } from '../../kinds/unit/support/plan-case.ts';
import type { DescribedHost } from '../../kinds/unit/support/unit-case.ts';

/** What a look with these patterns sees of a host that is described in a few words. */
export function seen(host: FakeHost, patterns: readonly string[]): Actual {
  const match = { type: 'match', scope: 'system', patterns, except: [], optional: true } as const;
  const facts = { systemd: host.systemd, now: host.now * 1e6, runs: [] };
  const actual = unit.read(look(host, unit.probe([match])), [match], facts);
  if (typeof actual === 'string') throw new Error(actual);
  return actual;
}

/** The snapshot of such a host. */
export function snapshotOf(
  described: DescribedHost | FakeHost,
  patterns: readonly string[] = ['*'],
): Snapshot {
  const host = 'managers' in described ? described : hostOf(described);
  const taken = '2026-11-21T22:15:00.000Z';
  return takeSnapshot(seen(host, patterns), { host: 'web-1', taken, patterns });
}

/** What a host would be put through to be so. */
export function planFor(host: FakeHost, desired: readonly Desired[]): HostPlan {
  return planOf(host, desired, { it: '', units: [] });
}
