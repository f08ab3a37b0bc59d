import { eachHost } from '../../hosts/each-host.ts';
import type { Actual } from '../../kinds/unit/actual.ts';
import type { DesiredMatch } from '../../kinds/unit/desired.ts';
import { unit } from '../../kinds/unit/index.ts';
import type { Host } from '../../model/host.ts';
import type { Frame } from '../frame.ts';
import { lookAt } from '../look.ts';
import { lookProgress } from '../look-progress.ts';
import type { Reach } from '../reach.ts';
import type { ChosenHosts } from './hosts.ts';

/** What was made of one host's units; or why it could not be looked at. */
export type HostSeen<T> =
  { readonly host: string; readonly value: T } | { readonly host: string; readonly unseen: string };

/** A look at units, for what changes nothing. */
export interface Seeing<T> {
  readonly chosen: ChosenHosts;
  readonly patterns: readonly string[];
  /** Makes of a host what is needed of it: what was seen is let go then. */
  readonly read: (host: string, actual: Actual) => T | Promise<T>;
  /** The hosts will be looked at again: their lines stay open. */
  readonly again?: boolean;
}

/** The units that patterns catch, whatever there are. */
export function matching(patterns: readonly string[]): DesiredMatch {
  return { type: 'match', scope: 'system', patterns, except: [], optional: true };
}

/** Looks at the units of hosts, one round trip each, and gives what `read` made of them, in the order of the hosts. */
export async function seeUnits<T>(
  { chosen, patterns, read, again }: Seeing<T>,
  reach: Reach,
  frame: Frame,
): Promise<readonly HostSeen<T>[]> {
  const progress = lookProgress(frame);
  const found = new Map<string, HostSeen<T>>();
  const bugs: unknown[] = [];
  const see = async ({ name }: Host): Promise<void> => {
    const resources = [{ kind: unit, desired: [matching(patterns)] }];
    const observed = await lookAt({ host: { name }, resources }, reach, frame.stop);
    await (again === true ? reach.keep(name) : reach.release(name));
    const seen =
      'unseen' in observed
        ? { host: name, unseen: observed.unseen }
        : { host: name, value: await read(name, observed.actuals[0] as Actual) };
    found.set(name, seen);
    progress.onHost(found.size, chosen.hosts.length);
  };
  await eachHost(chosen.hosts, see, {
    forks: chosen.settings.forks.value,
    settled: (_, result) => {
      if (result.type === 'broke') bugs.push(result.error);
    },
  });
  progress.end();
  if (bugs.length > 0) throw bugs[0];
  return chosen.hosts.flatMap(({ name }) => found.get(name) ?? []);
}
