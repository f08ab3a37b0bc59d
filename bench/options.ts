import { parseArgs } from 'node:util';

/** What is to be measured. */
export interface Options {
  /** How many real hosts; 0 for none. */
  readonly hosts: number;
  /** How many simulated hosts; 0 for none. */
  readonly simulated: number;
  /** How many real hosts for what only reads; 0 for none. */
  readonly reads: number;
  /** How many real hosts directories are copied to; 0 for none. */
  readonly trees: number;
  /** The file to record the looks of a real host in, for simulated ones. */
  readonly record?: string;
  readonly rounds: number;
  /** Whether Ansible takes part, where it is installed: it needs most of the time. */
  readonly ansible: boolean;
  /** Where to write all single figures as JSON. */
  readonly out?: string;
}

export const usage = `npm run bench -- --hosts N        real hosts in a sandbox of this machine (root, Linux)
npm run bench -- --simulated N    hosts that one other process pretends to be
npm run bench -- --reads N        what only reads, and the updater of repositories; two real hosts at least
npm run bench -- --trees N        real hosts that directories are copied to
npm run bench -- --record FILE    records what a real host says, for those (bench/simulated/looks.json)

  --rounds N     times that each operation is measured (3)
  --no-ansible   leave Ansible out
  --out FILE     write every single figure there, as JSON
`;

/** Reads the command line; undefined when it asks for nothing that can be measured. */
export function readOptions(words: readonly string[]): Options | undefined {
  const values = parse(words);
  if (values === undefined) return undefined;
  const { ansible, out, record } = values;
  const numbers = [values.hosts, values.simulated, values.reads, values.trees, values.rounds].map(Number);
  if (!numbers.every((one) => Number.isInteger(one) && one >= 0)) return undefined;
  const [hosts = 0, simulated = 0, reads = 0, trees = 0, rounds = 0] = numbers;
  const nothing = hosts + simulated + reads + trees === 0 && record === undefined;
  if (rounds === 0 || reads === 1 || nothing) return undefined;
  const files = { ...(out !== undefined && { out }), ...(record !== undefined && { record }) };
  return { hosts, simulated, reads, trees, rounds, ansible, ...files };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], allowNegative: true, options: flags }).values;
  } catch {
    return undefined; // an unknown option: the usage says which there are
  }
}

const flags = {
  hosts: { type: 'string', default: '0' },
  simulated: { type: 'string', default: '0' },
  reads: { type: 'string', default: '0' },
  trees: { type: 'string', default: '0' },
  rounds: { type: 'string', default: '3' },
  ansible: { type: 'boolean', default: true },
  out: { type: 'string' },
  record: { type: 'string' },
} as const;
