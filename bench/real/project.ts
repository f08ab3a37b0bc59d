import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { unitNames } from './job.ts';
import type { UnitFile } from './job.ts';

/** A project of Fleetwright's for the job: a playbook and unit files, in a git repository as projects are. */
export interface Project {
  readonly dir: string;
  readonly playbook: string;
  writeUnits(job: readonly UnitFile[]): Promise<void>;
}

/** Makes a project. `settle`: how long a started unit is watched; without it what Fleetwright does by itself. */
export async function makeProject(dir: string, job: readonly UnitFile[], settle?: string): Promise<Project> {
  const playbook = join(dir, 'bench.yaml');
  const writeUnits = async (files: readonly UnitFile[]): Promise<void> => {
    for (const { name, text } of files) await writeFile(join(dir, 'units', name), text);
  };
  await mkdir(join(dir, 'units'), { recursive: true });
  await writeFile(playbook, playbookText(settle));
  await writeUnits(job);
  await writeFile(join(dir, '.gitignore'), '.fleetwright/\n');
  const git = { cwd: dir, env: { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' } };
  await execa('git', ['init', '--quiet', '.'], git);
  await execa('git', ['add', '.'], git);
  const who = ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost'];
  await execa('git', [...who, 'commit', '--quiet', '-m', 'The job of the benchmark'], git);
  return { dir, playbook, writeUnits };
}

function playbookText(settle: string | undefined): string {
  const health = settle === undefined ? '' : `, health: { settle: ${settle} }`;
  const units = unitNames.map(
    (name) => `    - { name: ${name}, file: units/${name}, enabled: true, active: true${health} }`,
  );
  return ['- name: bench', '  hosts: all', '  units:', ...units, ''].join('\n');
}
