import { setTimeout as sleep } from 'node:timers/promises';
import { measure } from '../measure/command.ts';
import type { Cost, Measured } from '../measure/command.ts';
import type { Figure } from '../report/real.ts';
import type { Contender } from './contender.ts';
import type { Fleet } from './fleet.ts';
import { changes, jobAt, operations } from './job.ts';
import type { Operation, UnitFile } from './job.ts';
import { clean, expectDone, logOut, traces } from './state.ts';

/** What one operation cost one contender in one round. */
export interface Sample extends Figure {
  readonly operation: Operation;
}

/** Milliseconds of rest before and after each measurement, for what a command leaves to be done. */
const rest = 500;

/** Measures the operations one after the other, in each round and for each operation all contenders in turn. */
export async function measureRounds(
  fleet: Fleet,
  contenders: readonly Contender[],
  { rounds, onProgress }: { readonly rounds: number; readonly onProgress: (line: string) => void },
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const hosts = new Hosts(fleet);
  for (let round = 0; round < rounds; round++) {
    // Each round begins with another, so that none is always the first or behind the same one.
    const turn = round % contenders.length;
    const order = [...contenders.slice(turn), ...contenders.slice(0, turn)];
    for (const operation of operations) {
      for (const contender of order.filter(({ only }) => only?.(operation) ?? true)) {
        const cost = await measureOne(fleet, hosts, contender, operation);
        samples.push({ round, operation, contender: contender.name, ...cost });
        onProgress(`round ${round + 1}: ${operation}, ${contender.name}: ${cost.seconds.toFixed(2)} s`);
      }
    }
  }
  return samples;
}

/** The state that the hosts are in, and the ways to bring them into another. */
class Hosts {
  readonly #fleet: Fleet;
  #version = 0;

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
  }

  /** Brings the hosts to where an operation begins; gives what they shall be afterwards. */
  async before(operation: Operation): Promise<readonly UnitFile[]> {
    if (operation === 'plan, clean hosts' || operation === 'first apply') await clean(this.#fleet);
    if (operation === 'one-line change') this.#version++;
    return jobAt(this.#version);
  }
}

async function measureOne(
  fleet: Fleet,
  hosts: Hosts,
  contender: Contender,
  operation: Operation,
): Promise<Cost & { readonly hostCpu: number }> {
  const job = await hosts.before(operation);
  const command = await contender.prepare(operation, job);
  const before = changes(operation) ? '' : await traces(fleet);
  await logOut(fleet);
  await sleep(rest);
  const used = fleet.cpu();
  const measured = await measure(command, fleet.dir);
  await sleep(rest);
  const hostCpu = fleet.cpu() - used;
  await contender.tidy?.();
  await judge(fleet, { contender, operation, job, before }, measured);
  const { seconds, cpu, memory } = measured;
  return { seconds, cpu, memory, hostCpu };
}

interface Case {
  readonly contender: Contender;
  readonly operation: Operation;
  readonly job: readonly UnitFile[];
  readonly before: string;
}

/** A figure counts only if the work was done: by what the program says, and by what the hosts say. */
async function judge(
  fleet: Fleet,
  { contender, operation, job, before }: Case,
  measured: Measured,
): Promise<void> {
  const complaint = await contender.complaint(operation, measured);
  if (complaint !== undefined) throw new Error(`${contender.name}, ${operation}:\n${complaint}`);
  if (changes(operation)) await expectDone(fleet, job);
  else if ((await traces(fleet)) !== before)
    throw new Error(`${contender.name}, ${operation}: it touched a host`);
}
