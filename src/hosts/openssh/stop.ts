import type { Host } from '../../model/host.ts';
import type { Unreachable } from '../connection.ts';
import { runHere } from '../process/run.ts';
import { chain } from '../ssh/hops.ts';
import type { Wanted } from '../ssh/wanted.ts';
import { parseJump } from '../ssh-config/jump.ts';
import { isUnreachable, unreachable } from '../unreachable.ts';
import { sshArguments } from './arguments.ts';
import type { Nest, Times } from './arguments.ts';
import { classify } from './classify.ts';

/** A host on the way, as the system's ssh is told of it. */
export interface Stop {
  readonly host: Wanted;
  /** What ssh makes of its configuration for it, by keywords in lower case (`ssh -G`). */
  readonly says: ReadonlyMap<string, string>;
  /** The jump host through which it is reached. */
  readonly via?: Stop;
}

/** What the way to a host is found out with. */
export interface Sources {
  readonly nest: Nest;
  readonly times: Times;
  /** The inventory, so that a jump host may be one of its hosts. */
  readonly inventory?: (name: string) => Host | undefined;
}

/** Longer chains of jumps are taken for circles. */
const maxJumps = 8;

/**
 * Finds the jump hosts before a host: those of the inventory, or those that ssh_config names. ssh would reach these by
 * an ssh of its own, which takes none of our options; so they are ours to spell out.
 */
export async function stopAt(host: Wanted, sources: Sources, depth = 0): Promise<Stop | Unreachable> {
  if (depth > maxJumps)
    return unreachable(
      'config',
      `the jump hosts of ${host.name} lead in a circle`,
      'correct `jump` or ProxyJump',
    );
  // A pinned host goes by another name in known_hosts: here we want to know by which it would.
  const asked = { host: { ...host, hostKeys: [] }, says: new Map<string, string>() };
  const { code, stdout, stderr } = await runHere([
    'ssh',
    ...sshArguments(asked, sources.nest, sources.times),
    '-G',
    '--',
    host.name,
  ]);
  if (code === undefined)
    return unreachable(
      'config',
      'there is no `ssh` here',
      'install OpenSSH’s client, or use `connection: ssh`',
    );
  if (code !== 0) return classify(host.name, stderr);
  const says = new Map(stdout.split('\n').map((line) => halves(line)));
  const jump = host.jump ?? says.get('proxyjump') ?? 'none';
  const hops = parseJump(jump);
  if (!hops)
    return unreachable(
      'config',
      `the jump ${JSON.stringify(jump)} of ${host.name} is not understood`,
      'write `[user@]host[:port]`',
    );
  const via = await chain<Stop>(hops, async (hop) => stopAt(hop, sources, depth + 1), sources.inventory);
  if (via === undefined) return { host, says };
  return isUnreachable(via) ? via : { host, says, via };
}

function halves(line: string): readonly [string, string] {
  const [keyword = ''] = line.split(' ', 1);
  return [keyword, line.slice(keyword.length + 1)];
}
