import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { execa } from 'execa';
import { cgroupMounts } from '../../src/sandbox/cgroup.ts';
import { down } from '../../src/sandbox/down.ts';
import { inParallel } from '../../src/sandbox/in-parallel.ts';
import { list } from '../../src/sandbox/list.ts';
import type { ListedHost } from '../../src/sandbox/list.ts';
import { placesOf } from '../../src/sandbox/places.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { enter } from '../../src/sandbox/shell.ts';
import { up } from '../../src/sandbox/up.ts';

/** Hosts that are reached past ssh at the same time. */
const atOnce = 8;

/** Booted hosts and a directory for what the measured programs need. */
export interface Fleet {
  readonly sandbox: Sandbox;
  readonly dir: string;
  /** Runs a script as root on every host, past ssh; gives what each printed, in their order. */
  readonly onEvery: (script: string, input?: Uint8Array) => Promise<readonly string[]>;
  /** CPU seconds that the hosts have used since they were made; NaN where the kernel does not count them together. */
  readonly cpu: () => number;
}

/** Boots `count` hosts, has them used, and takes them down whatever happens; an interrupt ends the process. */
export async function withFleet<Result>(
  count: number,
  use: (fleet: Fleet) => Promise<Result>,
  onProgress: (line: string) => void,
): Promise<Result> {
  const name = `bench-${process.pid}`;
  const dir = await mkdtemp(join(tmpdir(), 'fleetwright-bench-work-'));
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => {
      onProgress(`${signal}: taking the hosts down`);
      interrupt.abort();
    });
  try {
    const sandbox = await up({ name, count, onProgress, signal: interrupt.signal });
    const interrupted = once(interrupt.signal, 'abort').then(() => Promise.reject(new Error('interrupted')));
    return await Promise.race([use(await fleetOf(sandbox, dir)), interrupted]);
  } finally {
    await down(name);
    await rm(dir, { recursive: true, force: true });
    if (interrupt.signal.aborted) process.exit(130);
  }
}

async function fleetOf(sandbox: Sandbox, dir: string): Promise<Fleet> {
  const hosts = await list(sandbox.name);
  const onHost = async (
    { pid }: ListedHost,
    script: string,
    input: Uint8Array = new Uint8Array(),
  ): Promise<string> => {
    const [program = '', ...words] = enter(pid ?? 0);
    const { stdout } = await execa(program, [...words, '/bin/sh', '-c', script], { input });
    return stdout;
  };
  return {
    sandbox,
    dir,
    onEvery: (script, input) => inParallel(hosts, atOnce, (host) => onHost(host, script, input)),
    cpu: () => cpuOf(sandbox),
  };
}

/** By the control group that all hosts of the sandbox are in, in whichever hierarchy counts CPU time. */
function cpuOf({ name }: Sandbox): number {
  for (const mount of cgroupMounts(readFileSync('/proc/self/mountinfo', 'utf8'))) {
    const file = join(mount, placesOf(name).bridge, 'cpu.stat');
    const used = existsSync(file) ? /^usage_usec (\d+)$/m.exec(readFileSync(file, 'utf8')) : null;
    if (used) return Number(used[1]) / 1e6;
  }
  return Number.NaN;
}
