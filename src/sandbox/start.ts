import { readFile } from 'node:fs/promises';
import { refuseAborted } from './abort.ts';
import { awaitHost } from './await-host.ts';
import { bootHost } from './boot-host.ts';
import { makeCommonLayer } from './common-layer.ts';
import { makeKey } from './make-key.ts';
import { inParallel } from './in-parallel.ts';
import { connectHost, makeNetwork } from './network.ts';
import type { Places } from './places.ts';
import type { Progress } from './progress.ts';
import { writeSandbox } from './record.ts';
import { deploy } from './sandbox.ts';
import type { HostUser, Sandbox, SandboxHost } from './sandbox.ts';
import { seedHost } from './seed-host.ts';
import { addressIn } from './subnet.ts';
import type { Subnet } from './subnet.ts';

/** Hosts whose files are made at the same time. */
const atOnce = 8;

export interface UpOptions {
  readonly name: string;
  readonly count: number;
  /** Who may log in; without it `deploy`, who may become root. */
  readonly users?: readonly HostUser[];
  readonly onProgress: Progress;
  /** Gives up when it is aborted. */
  readonly signal?: AbortSignal;
}

/** Makes and boots the hosts in directories that are empty, and gives them once they answer. */
export async function start(places: Places, base: string, options: UpOptions): Promise<Sandbox> {
  const { name, count, users = [deploy], onProgress, signal } = options;
  const subnet = await makeNetwork(places, count);
  const hosts = await makeHosts(places, { base, count, subnet, users });
  const { inventory, sshConfig, identity } = places;
  const sandbox = { name, hosts, inventory, sshConfig, identity, controller: addressIn(subnet, 1), users };
  await writeSandbox(places, sandbox);
  onProgress(`booting ${count} ${count === 1 ? 'host' : 'hosts'}`);
  await bootAll(places, hosts, { subnet, signal });
  return sandbox;
}

interface Making {
  readonly base: string;
  readonly count: number;
  readonly subnet: Subnet;
  readonly users: readonly HostUser[];
}

async function makeHosts(places: Places, { base, count, subnet, users }: Making): Promise<SandboxHost[]> {
  await makeKey(places.identity, `sandbox ${places.sandbox}`);
  const publicKey = await readFile(`${places.identity}.pub`, 'utf8');
  const common = await makeCommonLayer(places, base, { users, publicKey });
  const indices = Array.from({ length: count }, (_, at) => at + 1);
  return inParallel(indices, atOnce, (index) => seedHost(places, index, { subnet, layers: [common, base] }));
}

async function bootAll(
  places: Places,
  hosts: readonly SandboxHost[],
  { subnet, signal }: { readonly subnet: Subnet; readonly signal: AbortSignal | undefined },
): Promise<void> {
  const deadline = Date.now() + 60_000 + 1000 * hosts.length;
  await inParallel(hosts, hosts.length, async (host) => {
    refuseAborted(signal);
    await connectHost(host.machine, host.address, subnet);
    const keeper = await bootHost(places, host);
    await awaitHost(host, keeper, { deadline, signal });
  });
}
