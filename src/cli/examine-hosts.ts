import { examine } from '../doctor/examine.ts';
import { eachHost } from '../hosts/each-host.ts';
import { worst } from '../model/check.ts';
import type { Host } from '../model/host.ts';
import type { Examined } from '../report/doctor-text.ts';
import { exitCodes } from './exit-code.ts';
import type { Frame } from './frame.ts';
import { lookProgress } from './look-progress.ts';
import type { Reach } from './reach.ts';

/** Examines hosts, each by lines of its own, and gives them in their order. */
export async function examineHosts(
  hosts: readonly Host[],
  reach: Reach,
  forks: number,
  frame: Frame,
): Promise<readonly Examined[]> {
  const progress = lookProgress(frame);
  const found = new Map<string, Examined>();
  const bugs: unknown[] = [];
  const connect = (host: Host): ReturnType<Reach['connect']> => reach.connect(host.name, true);
  await eachHost(hosts, (host) => examine(host, connect, frame.stop), {
    forks,
    signal: frame.stop,
    settled: ({ name }, result) => {
      if (result.type === 'broke') bugs.push(result.error);
      else if (result.type === 'done') found.set(name, { host: name, checks: result.value });
      progress.onHost(found.size, hosts.length);
    },
  });
  progress.end();
  if (bugs.length > 0) throw bugs[0];
  return hosts.flatMap(({ name }) => found.get(name) ?? []);
}

/** The exit code of hosts that cannot be reached, or that a run would fail on. */
export function exitCodeOfHosts(hosts: readonly Examined[]): number {
  const bad = hosts.filter(({ checks }) => worst(checks) === 'fail');
  if (bad.length === 0) return exitCodes.done;
  const reached = bad.some(({ checks }) =>
    checks.some(({ check, state }) => check === 'login' && state === 'ok'),
  );
  return reached ? exitCodes.failed : exitCodes.unreachable;
}
