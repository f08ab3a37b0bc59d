import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { makeKey } from '../../src/sandbox/make-key.ts';
import { measure } from '../measure/command.ts';
import type { Cost } from '../measure/command.ts';
import type { Options } from '../options.ts';
import { program } from '../real/fleetwright.ts';
import { jobAt } from '../real/job.ts';
import type { Operation } from '../real/job.ts';
import { makeProject } from '../real/project.ts';
import type { Project } from '../real/project.ts';

const hostsProgram = fileURLToPath(new URL('hosts.js', import.meta.url));
const measured = ['plan, no drift', 'plan, clean hosts', 'first apply'] as const satisfies Operation[];

/** What a command cost the controller with so many hosts. */
export interface SimulatedSample extends Cost {
  readonly round: number;
  readonly operation: Operation;
  readonly hosts: number;
}

/** Measures the controller alone with up to N hosts, and with fewer, so that what grows with them can be told. */
export async function measureSimulated(
  { simulated, rounds }: Options,
  onProgress: (line: string) => void,
): Promise<readonly SimulatedSample[]> {
  const sizes = [...new Set([Math.min(50, simulated), Math.ceil(simulated / 10), simulated])];
  const dir = await mkdtemp(join(tmpdir(), 'fleetwright-bench-work-'));
  const hosts = await startHosts();
  try {
    const project = await makeProject(join(dir, 'project'), jobAt(0));
    await makeKey(join(dir, 'key'), 'benchmark');
    const samples: SimulatedSample[] = [];
    for (let round = 0; round < rounds; round++)
      for (const size of sizes)
        for (const operation of measured) {
          const cost = await measureOne({ dir, project, hosts }, operation, size);
          samples.push({ round, operation, hosts: size, ...cost });
          onProgress(
            `round ${round + 1}: ${operation}, ${size} simulated hosts: ${cost.cpu.toFixed(1)} s of CPU`,
          );
        }
    return samples;
  } finally {
    await hosts.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

interface Place {
  readonly dir: string;
  readonly project: Project;
  readonly hosts: SimulatedHosts;
}

async function measureOne({ dir, project, hosts }: Place, operation: Operation, size: number): Promise<Cost> {
  const inventory = join(dir, 'inventory.yaml');
  await writeFile(
    inventory,
    inventoryText(size, { ...hosts, port: operation === 'plan, no drift' ? hosts.done : hosts.clean, dir }),
  );
  const verb = operation.startsWith('plan') ? ['plan'] : ['apply', '--yes'];
  const argv = [process.execPath, program, ...verb, '-i', inventory, project.playbook];
  const { code, stdout, stderr, ...cost } = await measure({ argv, cwd: project.dir }, dir);
  const proof = {
    'plan, no drift': 'nothing to do',
    'plan, clean hosts': `${size} to change`,
    'first apply': `${size} changed`,
  }[operation as (typeof measured)[number]];
  if (code === 0 && `${stdout}${stderr}`.includes(`${size} hosts: ${proof}`)) return cost;
  throw new Error(
    `${operation}, ${size} hosts: exit code ${code}\n${stdout.slice(-2000)}${stderr.slice(-2000)}`,
  );
}

/** One entry for each host, as in a file that a program has written. */
function inventoryText(
  size: number,
  { hostKey, port, dir }: { readonly hostKey: string; readonly port: number; readonly dir: string },
): string {
  const defaults = {
    user: 'deploy',
    become: 'sudo',
    identity_file: join(dir, 'key'),
    port,
    host_key: hostKey,
  };
  const address = (at: number): string => `127.${1 + (at >> 16)}.${(at >> 8) & 255}.${at & 255}`;
  const hosts = Array.from({ length: size }, (_, at) => `  sim-${at}: { address: ${address(at)} }\n`);
  return `defaults: ${JSON.stringify(defaults)}\nhosts:\n${hosts.join('')}`;
}

interface SimulatedHosts {
  readonly hostKey: string;
  readonly clean: number;
  readonly done: number;
  readonly stop: () => Promise<void>;
}

async function startHosts(): Promise<SimulatedHosts> {
  const child = spawn(process.execPath, [hostsProgram], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [said] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await once(child, 'exit');
  };
  return { ...(JSON.parse(said) as Omit<SimulatedHosts, 'stop'>), stop };
}
