import process from 'node:process';
import { program } from '../real/fleetwright.ts';
import { measure } from './command.ts';
import { median } from './statistics.ts';

const times = 11;

/** Median wall and CPU time of a short command, in milliseconds. */
export interface StartUp {
  readonly command: string;
  readonly wall: number;
  readonly cpu: number;
}

/** How long `--help` takes, beside a Node that does nothing. */
export async function measureStartUp(dir: string): Promise<readonly StartUp[]> {
  const commands = { 'node -e 0': ['-e', '0'], 'fleetwright --help': [program, '--help'] };
  const costs = Object.keys(commands).map((command) => ({
    command,
    wall: [] as number[],
    cpu: [] as number[],
  }));
  for (let time = 0; time < times; time++) {
    for (const [at, words] of Object.values(commands).entries()) {
      const { seconds, cpu } = await measure({ argv: [process.execPath, ...words] }, dir);
      costs[at]?.wall.push(seconds * 1000);
      costs[at]?.cpu.push(cpu * 1000);
    }
  }
  return costs.map(({ command, wall, cpu }) => ({ command, wall: median(wall), cpu: median(cpu) }));
}
