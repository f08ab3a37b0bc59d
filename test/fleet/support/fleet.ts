import { basename } from 'node:path';
import { afterAll, beforeAll, expect, jest } from '@jest/globals';
import { down } from '../../../src/sandbox/down.ts';
import { SandboxFailure } from '../../../src/sandbox/failure.ts';
import { sandboxNames } from '../../../src/sandbox/names.ts';
import { isAlive } from '../../../src/sandbox/processes.ts';
import type { HostUser, Sandbox } from '../../../src/sandbox/sandbox.ts';
import { up } from '../../../src/sandbox/up.ts';
import { fleetHost } from './fleet-host.ts';
import type { FleetHost } from './fleet-host.ts';
import { whyNoFleet } from './why-no-fleet.ts';

export interface FleetOptions {
  readonly count: number;
  /** Who may log in; without it `deploy` alone. */
  readonly users?: readonly HostUser[];
}

/** Booted hosts of one test file. */
export interface Fleet {
  readonly sandbox: Sandbox;
  readonly hosts: readonly FleetHost[];
  /** The nth host, from 1; throws when there is none. */
  host(index: number): FleetHost;
  /** Removes the hosts with all they have. */
  stop(): Promise<void>;
}

/**
 * Boots hosts before the tests of a file and removes them after, whatever happens in between. Called at the top of the
 * file; what it gives is called in the tests.
 */
export function useFleet(options: FleetOptions): () => Fleet {
  let fleet: Fleet | undefined;
  // Real hosts on a busy machine: jest's five seconds would tell about the machine.
  jest.setTimeout(60_000);
  beforeAll(async () => {
    fleet = await startFleet(options);
  }, 600_000);
  afterAll(async () => {
    await down(fleetName());
  }, 120_000);
  return () => {
    if (!fleet) throw new Error('the fleet is there within tests only');
    return fleet;
  };
}

/** Boots hosts for the test file that calls it, for `beforeAll`; they are removed by `stop`. Hosts of test runs that were killed are removed first. */
export async function startFleet({ count, users }: FleetOptions): Promise<Fleet> {
  const why = whyNoFleet();
  if (why !== undefined) throw new Error(why);
  await sweepDeadFleets();
  const name = fleetName();
  try {
    const onProgress = (line: string): void => void process.stderr.write(`${name}: ${line}\n`);
    const sandbox = await up({ name, count, ...(users ? { users } : {}), onProgress });
    return fleetOf(sandbox);
  } catch (error) {
    await down(name);
    throw error;
  }
}

function fleetOf(sandbox: Sandbox): Fleet {
  const hosts = sandbox.hosts.map((host) => fleetHost(sandbox, host));
  return {
    sandbox,
    hosts,
    host: (index) => {
      const host = hosts[index - 1];
      if (!host) throw new Error(`the fleet has ${hosts.length} hosts, none is number ${index}`);
      return host;
    },
    stop: () => down(sandbox.name),
  };
}

/** One name for each test file of each process, by which a later run sees whose it was. */
function fleetName(): string {
  const file = basename(expect.getState().testPath ?? 'fleet').replace(/\.test\.ts$/, '');
  return `test-${process.pid}-${file
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 30)}`;
}

async function sweepDeadFleets(): Promise<void> {
  for (const name of await sandboxNames()) {
    const pid = /^test-(\d+)-/.exec(name)?.[1];
    // Two runs that start together sweep the same leftover: one of them is refused, which is as good.
    if (pid !== undefined && !isAlive(Number(pid))) await down(name).catch(ignoreRefusal);
  }
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof SandboxFailure)) throw error;
}
