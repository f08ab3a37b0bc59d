import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import type { Fleet } from '../real/fleet.ts';
import { program } from '../real/fleetwright.ts';
import type { Contender, Job, Operation } from './contender.ts';

/** Fleetwright with a playbook of one tree: a whole process, which plans and applies. */
export async function fleetwright({ sandbox }: Fleet, { source, dir }: Job): Promise<Contender> {
  const target = '/srv/bench-fleetwright';
  const project = join(dir, 'project');
  await mkdir(project);
  await writeFile(
    join(project, 'playbook.yaml'),
    `- hosts: all\n  trees: [{ source: ${source}, path: ${target}, delete: true }]\n`,
  );
  const count = sandbox.hosts.length;
  return {
    name: 'Fleetwright',
    target,
    command: (operation) => ({
      argv: [process.execPath, program, ...verb(operation), '-i', sandbox.inventory, '-f', `${count}`],
      cwd: project,
      env: { XDG_CACHE_HOME: join(dir, 'cache') },
    }),
    complaint: (operation, { code, stdout, stderr }) => {
      const proof = `${count} host${count === 1 ? '' : 's'}: ${proofOf(operation, count)}`;
      if (code === 0 && `${stdout}${stderr}`.includes(proof)) return undefined;
      return `exit code ${code}, and not ${JSON.stringify(proof)}\n${stdout}${stderr}`.slice(-4000);
    },
  };
}

function verb(operation: Operation): readonly string[] {
  return operation === 'plan, no change' ? ['plan', 'playbook.yaml'] : ['apply', 'playbook.yaml', '--yes'];
}

function proofOf(operation: Operation, count: number): string {
  return operation === 'first copy' || operation === 'ten files changed'
    ? `${count} changed`
    : 'nothing to do';
}
