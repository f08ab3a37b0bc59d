import { join } from 'node:path';
import { ansible } from './ansible.ts';
import { bareSsh2 } from './bare-ssh2.ts';
import type { Contender } from './contender.ts';
import type { Fleet } from './fleet.ts';
import { fleetwright } from './fleetwright.ts';
import { batchedScript, complaintOf, lookScript, plainScript } from './floor-scripts.ts';
import { changes, jobAt } from './job.ts';
import type { Operation, UnitFile } from './job.ts';
import { openssh } from './openssh.ts';
import { ownScripts } from './own-scripts.ts';
import { makeProject } from './project.ts';

/** What all times are compared with. */
export const floorName = 'OpenSSH, one script';

/** Everyone who takes part. */
export async function makeContenders(
  fleet: Fleet,
  options: { readonly ansible: boolean; readonly onProgress: (line: string) => void },
): Promise<readonly Contender[]> {
  const unwatched = await makeProject(join(fleet.dir, 'unwatched'), jobAt(0), '0s');
  const watched = await makeProject(join(fleet.dir, 'watched'), jobAt(0));
  const contenders: Contender[] = [
    openssh(fleet, floorName, floorScript),
    {
      ...openssh(fleet, 'OpenSSH, a systemctl call for each unit', (_, job) => plainScript(job)),
      only: changes,
    },
    bareSsh2(fleet, 'bare ssh2, the same script', {
      scripts: (operation, job) => Promise.resolve([floorScript(operation, job)]),
      complaint: complaintOf,
    }),
    bareSsh2(fleet, "bare ssh2, Fleetwright's scripts", ownScripts(fleet, unwatched)),
    fleetwright(fleet, 'Fleetwright', unwatched),
    { ...fleetwright(fleet, 'Fleetwright, default settle time', watched), only: changes },
  ];
  if (!options.ansible) return contenders;
  const last = await ansible(fleet, options.onProgress);
  if (typeof last !== 'string') return [...contenders, last];
  options.onProgress(`Ansible is left out: ${last}`);
  return contenders;
}

function floorScript(operation: Operation, job: readonly UnitFile[]): string {
  return operation.startsWith('plan') ? lookScript() : batchedScript(job);
}
