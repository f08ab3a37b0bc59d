import { worst } from '../model/check.ts';
import { examine } from '../doctor/examine.ts';
import { eachHost } from '../hosts/each-host.ts';
import type { Host } from '../model/host.ts';
import { doctorText, type Examined } from '../report/doctor-text.ts';
import { connectTo } from './connect.ts';
import { exitCodes } from './exit-code.ts';
import type { Frame, Verb } from './frame.ts';
import { lookProgress } from './look-progress.ts';
import type { Flags } from './options.ts';
import { presentation } from './presentation.ts';
import { limitedHosts, readInventory } from './read-inventory.ts';
import type { Reach } from './reach.ts';

/** `doctor`: every step of the way to each host, and what a run depends on there; changes nothing. */
export const doctor: Verb = async (_words, flags, frame) => {
  const read = await readInventory(flags, frame);
  if (typeof read === 'number') return read;
  const hosts = limitedHosts(read.inventory, flags, frame);
  if (typeof hosts === 'number') return hosts;
  const reach = await connectTo({ hosts, inventory: read.inventory.hosts }, flags, frame);
  if (typeof reach === 'number') return reach;
  const examined = await examineAll(hosts, reach, read.settings.forks.value, frame);
  write(examined, flags, frame);
  return exitCode(examined);
};

async function examineAll(
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

function write(hosts: readonly Examined[], flags: Flags, frame: Frame): void {
  if (flags.json === true) {
    const told = hosts.map(({ host, checks }) => ({ host, state: worst(checks), checks }));
    frame.out.write(`${JSON.stringify({ format: 1, hosts: told })}\n`);
  } else if (flags.quiet !== true || hosts.some(({ checks }) => worst(checks) === 'fail')) {
    frame.out.write(doctorText(hosts, presentation(frame.out, flags, frame)));
  }
}

/** A host that cannot be reached, or one that a run would fail on. */
function exitCode(hosts: readonly Examined[]): number {
  const bad = hosts.filter(({ checks }) => worst(checks) === 'fail');
  if (bad.length === 0) return exitCodes.done;
  const reached = bad.some(({ checks }) =>
    checks.some(({ check, state }) => check === 'login' && state === 'ok'),
  );
  return reached ? exitCodes.failed : exitCodes.unreachable;
}
