import { dirname } from 'node:path';
import { updaterProgram } from '../../../src/hosts/updater.ts';
import { programPath } from '../../../src/kinds/repo/name.ts';
import type { ExecResult } from './host-exec.ts';
import type { FleetHost } from './fleet-host.ts';

/** The updater on a host, a repository there that it follows, and the policy by which it does. */
export interface Updater {
  /** `repo-update WORDS…`. */
  readonly call: (...words: readonly string[]) => Promise<ExecResult>;
  /** `repo-update run app WORDS…`. */
  readonly run: (...words: readonly string[]) => Promise<ExecResult>;
  /** Lines that come after those that every policy here has; a later line of a key wins. */
  readonly policy: (...lines: readonly string[]) => Promise<void>;
  /** A script in the upstream working copy. */
  readonly upstream: (script: string) => Promise<string>;
  /** Commits these texts and makes the commit what upstream has; gives it. */
  readonly commit: (files: Readonly<Record<string, string>>, options?: string) => Promise<string>;
  readonly head: () => Promise<string>;
  readonly status: () => Promise<Readonly<Record<string, string>>>;
  readonly history: () => Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** What a file of the checkout holds. */
  readonly text: (file: string) => Promise<string>;
}

export const checkout = '/opt/app';
const work = '/srv/work';
const usual = [
  ...[
    'name=app',
    `path=${checkout}`,
    'url=file:///srv/app.git',
    'insecure=true',
    'owner=deploy',
    'branch=main',
  ],
  ...['layout=checkout', 'settle=0', 'health_timeout=3', 'min_interval=0', 'timeout=60'],
];

/** Installs the program, and makes an upstream with one commit. */
export async function updaterOn(host: FleetHost): Promise<Updater> {
  const install = `mkdir -p ${dirname(programPath)}; cat >${programPath}; chmod 755 ${programPath}`;
  await host.must(install, updaterProgram());
  await host.must(`mkdir -p -m 700 /etc/fleetwright/repos.d; cd /srv; git init -q --bare app.git
    git init -q -b main work; cd work; git config user.name Ann; git config user.email ann@example.org
    git remote add origin /srv/app.git`);
  const call: Updater['call'] = (...words) => host.exec([programPath, ...words]);
  const upstream: Updater['upstream'] = (script) => host.must(`set -e; cd ${work}\n${script}`);
  const updater: Updater = {
    call,
    run: (...words) => call('run', 'app', ...words),
    upstream,
    policy: async (...lines) => {
      const text = [...usual, ...lines].join('\n');
      await host.must('umask 077; cat >/etc/fleetwright/repos.d/app.policy', `${text}\n`);
    },
    commit: async (files, options = '') => {
      for (const [file, text] of Object.entries(files))
        await host.must(`cd ${work}; mkdir -p "$(dirname ${file})"; cat >${file}`, text);
      const script = `git add -A; git commit -q --allow-empty ${options} -m change; git push -q -f origin HEAD`;
      return (await upstream(`${script}; git rev-parse HEAD`)).trim();
    },
    head: async () => (await host.must(`git -c safe.directory='*' -C ${checkout} rev-parse HEAD`)).trim(),
    status: async () => {
      const { stdout } = await call('status', 'app');
      const lines = stdout.split('\n').filter((line) => line.includes('='));
      return Object.fromEntries(lines.map((line) => [line.replace(/=.*/s, ''), line.replace(/^[^=]*=/, '')]));
    },
    history: async () => {
      const text = await host.must('cat /var/log/fleetwright/app.history.jsonl');
      return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Entry]));
    },
    text: (file) => host.must(`cat ${checkout}/${file}`),
  };
  await updater.policy();
  await updater.commit({ version: 'one\n', '.gitignore': '*.db\n.venv\n' });
  return updater;
}

type Entry = Readonly<Record<string, unknown>>;
