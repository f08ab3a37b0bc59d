import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { environment } from '../real/ansible.ts';
import type { Fleet } from '../real/fleet.ts';
import { givePython } from '../real/python.ts';
import type { Contender, Job } from './contender.ts';
import type { Shape } from './source.ts';

/** Its `copy` needs nearly a second for each file: half an hour for so many, and hours for more. */
const mostCopied = 2000;

/** Ansible's two ways to copy a directory, or why they cannot be measured here. */
export async function ansible(
  fleet: Fleet,
  job: Job,
  { files }: Shape,
): Promise<readonly Contender[] | string> {
  const listed = await execa('ansible-doc', ['-l', 'ansible.posix'], { reject: false });
  if (listed.exitCode !== 0 || !listed.stdout.includes('synchronize'))
    return 'ansible with its collection ansible.posix is not installed on this machine';
  const why = await givePython(fleet);
  if (why !== undefined) return why;
  const dir = join(job.dir, 'ansible');
  await mkdir(join(dir, 'cp'), { recursive: true });
  await writeFile(join(dir, 'hosts'), fleet.sandbox.hosts.map(({ name }) => `${name}\n`).join(''));
  const modules = files > mostCopied ? ['synchronize'] : ['synchronize', 'copy'];
  return Promise.all(modules.map((module) => contender(fleet, dir, module, job.source)));
}

async function contender(fleet: Fleet, dir: string, module: string, source: string): Promise<Contender> {
  const { hosts, sshConfig } = fleet.sandbox;
  const target = `/srv/bench-ansible-${module}`;
  await writeFile(join(dir, `${module}.yaml`), playbook(module, source, target));
  return {
    name: `Ansible, ${module}`,
    target,
    only: (operation) => operation !== 'plan, no change',
    command: () => ({
      argv: ['ansible-playbook', '-i', 'hosts', '-f', `${hosts.length}`, `${module}.yaml`],
      cwd: dir,
      env: environment(sshConfig, join(dir, 'cp')),
    }),
    complaint: (_, { code, stdout, stderr }) =>
      code === 0 ? undefined : `exit code ${code}\n${stdout}${stderr}`.slice(-4000),
  };
}

function playbook(module: string, source: string, target: string): string {
  const words =
    module === 'copy'
      ? `ansible.builtin.copy: { src: "${source}/", dest: "${target}/", mode: preserve }`
      : `ansible.posix.synchronize: { src: "${source}/", dest: "${target}/", use_ssh_args: true }`;
  return [
    '- hosts: all',
    '  gather_facts: false',
    '  become: true',
    `  tasks: [{ name: copy, ${words} }]`,
    '',
  ].join('\n');
}
