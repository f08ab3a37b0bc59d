import { readFile } from 'node:fs/promises';
import { whyNoSandbox } from './ability.ts';
import { awaitHost } from './await-host.ts';
import { baseTree } from './base-tree.ts';
import { bootHost } from './boot-host.ts';
import { claim, refuseWhileStarting, settle } from './claim.ts';
import { makeCommonLayer } from './common-layer.ts';
import { installTools } from './controller-tools.ts';
import { down } from './down.ts';
import { SandboxFailure } from './failure.ts';
import { inParallel } from './in-parallel.ts';
import { raiseKernelLimits } from './kernel-limits.ts';
import { connectHost, makeNetwork } from './network.ts';
import { placesOf } from './places.ts';
import type { Places } from './places.ts';
import { processesOf } from './stop-hosts.ts';
import type { Progress } from './progress.ts';
import { writeSandbox } from './record.ts';
import { deploy } from './sandbox.ts';
import type { HostUser, Sandbox, SandboxHost } from './sandbox.ts';
import { seedHost } from './seed-host.ts';
import { addressIn } from './subnet.ts';
import type { Subnet } from './subnet.ts';
import { tool } from './tool.ts';

/** As many ports as a bridge of Linux has, less a few. */
const mostHosts = 1000;
const atOnce = 8;

export interface UpOptions {
  readonly name: string;
  readonly count: number;
  /** Who may log in; without it `deploy`, who may become root. */
  readonly users?: readonly HostUser[];
  readonly onProgress: Progress;
}

/**
 * Boots `count` hosts and gives them once they answer. What a killed start of the same name left is removed first; a
 * sandbox that is up is left alone. Throws a SandboxFailure that says what to do; hosts that did not boot are left for
 * a look, `down` removes them.
 */
export async function up({ name, count, users = [deploy], onProgress }: UpOptions): Promise<Sandbox> {
  const why = whyNoSandbox();
  if (why !== undefined) throw new SandboxFailure(why);
  if (!(count >= 1 && count <= mostHosts))
    throw new SandboxFailure(`a sandbox has 1 to ${mostHosts} hosts, not ${count}`);
  const places = placesOf(name);
  await installTools(onProgress);
  const base = await baseTree(onProgress);
  await makeRoom(places);
  await raiseKernelLimits(count, onProgress);
  const subnet = await makeNetwork(places, count);
  const hosts = await makeHosts(places, { base, count, subnet, users });
  const { inventory, sshConfig, identity } = places;
  const sandbox = { name, hosts, inventory, sshConfig, identity, controller: addressIn(subnet, 1), users };
  await writeSandbox(places, sandbox);
  onProgress(`booting ${count} ${count === 1 ? 'host' : 'hosts'}`);
  await bootAll(places, hosts, subnet);
  await settle(places);
  return sandbox;
}

/** Claims the name, after taking away what a killed start has left of it. */
async function makeRoom(places: Places): Promise<void> {
  await refuseWhileStarting(places);
  const running = await processesOf(places);
  if (running.length > 0) {
    throw new SandboxFailure(
      `sandbox ${places.sandbox} is there already; \`fleetwright sandbox down\` removes it`,
    );
  }
  await down(places.sandbox);
  await claim(places);
}

interface Making {
  readonly base: string;
  readonly count: number;
  readonly subnet: Subnet;
  readonly users: readonly HostUser[];
}

async function makeHosts(places: Places, { base, count, subnet, users }: Making): Promise<SandboxHost[]> {
  await tool([
    'ssh-keygen',
    '-q',
    '-t',
    'ed25519',
    '-N',
    '',
    '-C',
    `sandbox ${places.sandbox}`,
    '-f',
    places.identity,
  ]);
  const publicKey = await readFile(`${places.identity}.pub`, 'utf8');
  const common = await makeCommonLayer(places, base, { users, publicKey });
  const indices = Array.from({ length: count }, (_, at) => at + 1);
  return inParallel(indices, atOnce, (index) => seedHost(places, index, { subnet, layers: [common, base] }));
}

async function bootAll(places: Places, hosts: readonly SandboxHost[], subnet: Subnet): Promise<void> {
  const deadline = Date.now() + 60_000 + 1000 * hosts.length;
  await inParallel(hosts, hosts.length, async (host) => {
    await connectHost(host.machine, host.address, subnet);
    await awaitHost(host, await bootHost(places, host), deadline);
  });
}
