import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runScript } from '../../src/apply/run-script.ts';
import { readDeclaration } from '../../src/cli/declaration.ts';
import type { Plan } from '../../src/model/plan.ts';
import { lookScript } from '../../src/observe/look-script.ts';
import { stepsOf } from '../../src/plan/plan.ts';
import { measure } from '../measure/command.ts';
import type { BareScripts } from './bare-ssh2.ts';
import type { Fleet } from './fleet.ts';
import { fleetwrightCommand } from './fleetwright.ts';
import { changes } from './job.ts';
import type { Project } from './project.ts';

/**
 * The scripts that Fleetwright itself would send, for bare ssh2 to send: what is left between the two is the time of the
 * controller; what is left between this and bare ssh2's own scripts is the time that hosts spend on what Fleetwright promises.
 */
export function ownScripts(fleet: Fleet, project: Project): BareScripts {
  return {
    scripts: async (operation, job) => {
      await project.writeUnits(job);
      const look = await ownLook(fleet, project);
      return changes(operation) ? [look, await ownRun(fleet, project)] : [look];
    },
    complaint: (operation, said) => {
      const proof = changes(operation) ? / end changed$/m : / end$/m;
      return said.find((one) => !proof.test(one));
    },
  };
}

/** The script of a look at any of the hosts: the same for all. */
export async function ownLook(
  { sandbox }: Pick<Fleet, 'sandbox'>,
  { dir, playbook }: Project,
): Promise<string> {
  const { value } = await readDeclaration(
    [playbook],
    { inventory: [sandbox.inventory] },
    { cwd: dir, env: {} },
  );
  const resources = value?.fleet.hosts[0]?.resources ?? [];
  const probes = resources.flatMap(({ kind, desired }) => kind.probe(desired));
  return lookScript(probes, nonce());
}

async function ownRun(fleet: Fleet, project: Project): Promise<string> {
  const file = join(fleet.dir, `own-${nonce()}.json`);
  const command = fleetwrightCommand(fleet, project, ['plan', '--out', file, '--limit', 'host-1'], 1);
  const { code, stderr } = await measure(command, fleet.dir);
  if (code !== 0) throw new Error(stderr);
  const plan = JSON.parse(await readFile(file, 'utf8')) as Plan;
  const steps = plan.hosts.flatMap((host) => stepsOf(host));
  const holder = 'the benchmark';
  return runScript(steps, {
    run: `bench-${nonce()}`,
    nonce: nonce(),
    holder,
    lockWait: 0,
    onFailure: 'rollback',
  });
}

function nonce(): string {
  return randomBytes(16).toString('hex');
}
