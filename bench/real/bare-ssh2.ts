import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { BareJob } from '../bare/job.ts';
import type { Contender } from './contender.ts';
import type { Fleet } from './fleet.ts';
import type { Operation, UnitFile } from './job.ts';

const program = fileURLToPath(new URL('../bare/ssh2.js', import.meta.url));

/** What is sent to every host for an operation, and how its answer is judged. */
export interface BareScripts {
  readonly scripts: (operation: Operation, job: readonly UnitFile[]) => Promise<readonly string[]>;
  readonly complaint: (operation: Operation, said: readonly string[]) => string | undefined;
}

/** ssh2 with nothing around it, in a process of its own: scripts that are ready are sent to all hosts at once. */
export function bareSsh2(fleet: Fleet, name: string, { scripts, complaint }: BareScripts): Contender {
  const file = join(fleet.dir, 'bare.json');
  const { hosts, identity } = fleet.sandbox;
  return {
    name,
    prepare: async (operation, job) => {
      const order: BareJob = {
        ...{ user: 'deploy', identity, scripts: await scripts(operation, job) },
        hosts: hosts.map(({ address, hostKey }) => ({ address, port: 22, hostKey })),
      };
      await writeFile(file, JSON.stringify(order));
      return { argv: [process.execPath, program, file] };
    },
    complaint: (operation, { code, stdout, stderr }) =>
      Promise.resolve(
        code !== 0 || stderr !== ''
          ? `exit code ${code}\n${stderr}`
          : complaint(operation, JSON.parse(stdout) as string[]),
      ),
  };
}
