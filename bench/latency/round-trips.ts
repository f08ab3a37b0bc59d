import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { BareHost, BareJob } from '../bare/job.ts';
import { measure } from '../measure/command.ts';
import type { Command } from '../measure/command.ts';
import type { Fleet } from '../real/fleet.ts';
import { program } from '../real/fleetwright.ts';
import { lookScript } from '../real/floor-scripts.ts';
import type { Project } from '../real/project.ts';
import { slowLine } from './slow-line.ts';

const bare = fileURLToPath(new URL('../bare/ssh2.js', import.meta.url));

/** Two lines of different length: what a program needs longer over the longer one is its round trips, and nothing else. */
const near = 50;
const far = 450;

/** A few hosts, so that it is the line that is waited for and not the processor. */
const most = 2;
const times = 7;

/** How often a program waits for the line. */
export interface RoundTrips {
  readonly program: string;
  /** Seconds over the nearer line, process and all. */
  readonly seconds: number;
  readonly roundTrips: number;
  /** Less those of a bare login. */
  readonly beyondHandshake: number;
}

/**
 * Counts round trips by the clock. The fastest of several tries counts: a line waits as long each time, and what else
 * the machine does only ever adds to it.
 */
export async function countRoundTrips(fleet: Fleet, project: Project): Promise<readonly RoundTrips[]> {
  const hosts = fleet.sandbox.hosts.slice(0, most);
  const seconds = new Map<string, { near: number[]; far: number[] }>();
  const lines = { near: await slowLine(hosts, near), far: await slowLine(hosts, far) };
  try {
    for (let time = 0; time < times; time++)
      for (const which of ['near', 'far'] as const)
        for (const [name, command] of await commands(fleet, project, lines[which].hosts)) {
          const own = seconds.get(name) ?? { near: [], far: [] };
          own[which].push(await secondsOf(command, fleet.dir));
          seconds.set(name, own);
        }
  } finally {
    await Promise.all([lines.near.close(), lines.far.close()]);
  }
  return evaluate(seconds);
}

async function secondsOf(command: Command, dir: string): Promise<number> {
  const { code, seconds, stdout, stderr } = await measure(command, dir);
  if (code !== 0) throw new Error(`${command.argv.join(' ')}: exit code ${code}\n${stdout}${stderr}`);
  return seconds;
}

async function commands(
  fleet: Fleet,
  project: Project,
  hosts: readonly BareHost[],
): Promise<readonly (readonly [string, Command])[]> {
  const { identity } = fleet.sandbox;
  const bareWith = async (name: string, scripts: readonly string[]): Promise<Command> => {
    const file = join(fleet.dir, `slow-${name}.json`);
    const job: BareJob = { user: 'deploy', identity, hosts, scripts };
    await writeFile(file, JSON.stringify(job));
    return { argv: [process.execPath, bare, file] };
  };
  const inventory = join(fleet.dir, 'slow.yaml');
  await writeFile(inventory, inventoryText(hosts, identity));
  const plan = [process.execPath, program, 'plan', '-i', inventory, project.playbook];
  return [
    ['bare ssh2, login only', await bareWith('login', [])],
    ['bare ssh2, one script', await bareWith('look', [lookScript()])],
    ['fleetwright plan', { argv: plan, cwd: project.dir }],
  ];
}

function inventoryText(hosts: readonly BareHost[], identity: string): string {
  const named = hosts.map(({ address, port, hostKey }, at) => [
    `slow-${at}`,
    { address, port, host_key: hostKey },
  ]);
  const defaults = { user: 'deploy', become: 'sudo', identity_file: identity };
  return JSON.stringify({ defaults, hosts: Object.fromEntries(named) as object });
}

function evaluate(seconds: ReadonlyMap<string, { near: number[]; far: number[] }>): readonly RoundTrips[] {
  const counted = [...seconds].map(([name, own]) => ({
    program: name,
    seconds: Math.min(...own.near),
    roundTrips: ((Math.min(...own.far) - Math.min(...own.near)) * 1000) / (far - near),
  }));
  const login = counted[0]?.roundTrips ?? Number.NaN;
  return counted.map((one) => ({ ...one, beyondHandshake: one.roundTrips - login }));
}
