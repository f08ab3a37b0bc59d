import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Contender } from './contender.ts';
import type { Fleet } from './fleet.ts';
import { changes, unitDirectory, unitNames } from './job.ts';
import type { Operation } from './job.ts';
import { givePython } from './python.ts';

/** Ansible, or why it cannot be measured here. */
export async function ansible(fleet: Fleet, onProgress: (line: string) => void): Promise<Contender | string> {
  const version = await execa('ansible-playbook', ['--version'], { reject: false });
  if (version.exitCode !== 0) return 'ansible-playbook is not installed on this machine';
  onProgress('giving the hosts a Python, for Ansible');
  const why = await givePython(fleet);
  if (why !== undefined) return why;
  return makeAnsible(fleet);
}

/**
 * An equivalent playbook as Ansible's manual would have it: no facts gathered, pipelining, as many forks as hosts, one
 * reload for all files. Connections are not kept from one command to the next, as nobody else's are.
 */
async function makeAnsible(fleet: Fleet): Promise<Contender> {
  const dir = join(fleet.dir, 'ansible');
  await mkdir(join(dir, 'files'), { recursive: true });
  await writeFile(join(dir, 'play.yaml'), playbook);
  const { hosts, sshConfig } = fleet.sandbox;
  await writeFile(join(dir, 'hosts'), hosts.map(({ name }) => `${name}\n`).join(''));
  let sockets = '';
  return {
    name: 'Ansible',
    prepare: async (operation, job) => {
      for (const { name, text } of job) await writeFile(join(dir, 'files', name), text);
      sockets = await mkdtemp(join(dir, 'cp-'));
      const check = operation.startsWith('plan') ? ['--check', '--diff'] : [];
      const argv = ['ansible-playbook', '-i', 'hosts', '-f', `${hosts.length}`, ...check, 'play.yaml'];
      return { argv, cwd: dir, env: environment(sshConfig, sockets) };
    },
    complaint: (operation, { code, stdout, stderr }) =>
      Promise.resolve(
        recap(operation, stdout, hosts.length) && code === 0
          ? undefined
          : `exit code ${code}\n${stdout}${stderr}`,
      ),
    tidy: () => endMasters(sockets),
  };
}

/** Settings as its manual recommends them, and nothing of the machine's own. */
export function environment(sshConfig: string, sockets: string): Record<string, string> {
  return {
    ANSIBLE_PIPELINING: '1',
    ANSIBLE_SSH_COMMON_ARGS: `-F ${sshConfig}`,
    ANSIBLE_SSH_CONTROL_PATH_DIR: sockets,
    ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3',
    ANSIBLE_LOCALHOST_WARNING: '0',
    ANSIBLE_RETRY_FILES_ENABLED: '0',
    LC_ALL: 'C.UTF-8',
  };
}

/** Whether every host is in the recap, none failed, and as many changed as should have. */
function recap(operation: Operation, stdout: string, count: number): boolean {
  const lines = stdout
    .slice(stdout.indexOf('PLAY RECAP'))
    .split('\n')
    .slice(1)
    .filter((line) => line !== '');
  const changed = operation === 'plan, clean hosts' || changes(operation);
  const good = lines.filter(
    (line) => /unreachable=0 +failed=0/.test(line) && !/changed=0 /.test(line) === changed,
  );
  return lines.length === count && good.length === count;
}

/** ssh keeps a connection for a minute; one that ended by itself is no trouble. */
async function endMasters(sockets: string): Promise<void> {
  const names = await readdir(sockets);
  await Promise.all(
    names.map((name) => execa('ssh', ['-S', join(sockets, name), '-O', 'exit', 'host'], { reject: false })),
  );
}

/** A check mode in which nothing is written cannot enable a unit that is not there: that is passed over. */
const playbook = `- hosts: all
  gather_facts: false
  become: true
  tasks:
    - name: unit files
      ansible.builtin.copy:
        src: "files/{{ item }}"
        dest: "${unitDirectory}/{{ item }}"
        owner: root
        group: root
        mode: "0644"
      loop: &units [${unitNames.join(', ')}]
      register: files
    - name: reload
      ansible.builtin.systemd:
        daemon_reload: true
      when: files is changed
    - name: enabled and started, or restarted
      ansible.builtin.systemd:
        name: "{{ item }}"
        enabled: true
        state: "{{ 'restarted' if files.results[index].changed else 'started' }}"
      loop: *units
      loop_control: { index_var: index }
      ignore_errors: "{{ ansible_check_mode }}"
`;
