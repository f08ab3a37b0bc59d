import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Command, Measured } from '../measure/command.ts';
import type { Contender } from './contender.ts';
import type { Fleet } from './fleet.ts';
import { changes } from './job.ts';
import type { Operation } from './job.ts';
import type { Project } from './project.ts';

/** The built program. */
export const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** Fleetwright as a person runs it: whole processes, their text to a file. */
export function fleetwright(fleet: Fleet, name: string, project: Project): Contender {
  const count = fleet.sandbox.hosts.length;
  return {
    name,
    prepare: async (operation, job) => {
      await project.writeUnits(job);
      const verb = operation.startsWith('plan') ? ['plan'] : ['apply', '--yes'];
      return fleetwrightCommand(fleet, project, [...verb, '--detailed-exitcode'], count);
    },
    complaint: (operation, measured) => Promise.resolve(complaint(operation, measured, count)),
  };
}

/** A command line of Fleetwright's for a project, on all hosts of a fleet at once. */
export function fleetwrightCommand(
  fleet: Fleet,
  project: Project,
  words: readonly string[],
  forks: number,
): Command {
  const which = ['-i', fleet.sandbox.inventory, '--forks', `${forks}`, project.playbook];
  return { argv: [process.execPath, program, ...words, ...which], cwd: project.dir };
}

function complaint(
  operation: Operation,
  { code, stdout, stderr }: Measured,
  count: number,
): string | undefined {
  const hosts = count === 1 ? '1 host' : `${count} hosts`;
  const proof = changes(operation)
    ? `${hosts}: ${count} changed`
    : operation === 'plan, clean hosts'
      ? `${hosts}: ${count} to change`
      : `${hosts}: nothing to do`;
  const expected = operation === 'plan, clean hosts' || changes(operation) ? [0, 2] : [0];
  if (expected.includes(code) && `${stdout}${stderr}`.includes(proof)) return undefined;
  return `exit code ${code}, expected ${expected.join(' or ')} and ${JSON.stringify(proof)}\n${stdout}${stderr}`.slice(
    -4000,
  );
}
