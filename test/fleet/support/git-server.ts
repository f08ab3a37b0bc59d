import type { FleetHost } from './fleet-host.ts';

/** A repository on a host, served by git's own daemon to the others. */
export interface GitServer {
  readonly url: string;
  /** Commits these texts to a branch and gives the commit. */
  readonly commit: (
    files: Readonly<Record<string, string>>,
    message?: string,
    branch?: string,
  ) => Promise<string>;
  readonly git: (script: string) => Promise<string>;
}

const where = '/srv/git/work';

/** Makes it anew, with nothing in it. Files that begin with `#!` can be executed. */
export async function gitServer(host: FleetHost): Promise<GitServer> {
  await host.must(`
    systemctl stop git-server.service 2>/dev/null || :
    rm -rf /srv/git && mkdir -p /srv/git && cd /srv/git
    git init -q -b main work
    git -C work config user.name 'A. Tester'
    git -C work config user.email tester@example.org
    git -C work config uploadpack.allowAnySHA1InWant true
    systemd-run -q --unit=git-server -- git daemon --base-path=/srv/git --export-all --reuseaddr
    until git ls-remote git://127.0.0.1/work >/dev/null 2>&1; do sleep 0.2; done`);
  const git = (script: string): Promise<string> => host.must(`cd ${where}\n${script}`);
  return {
    url: `git://${host.address}/work`,
    git,
    commit: async (files, message = 'a change', branch = 'main') => {
      await git(`git checkout -q ${branch} 2>/dev/null || git checkout -q -b ${branch}`);
      for (const [path, text] of Object.entries(files)) {
        await host.must(`cd ${where}; mkdir -p "$(dirname ${path})"; cat >${path}`, text);
        if (text.startsWith('#!')) await git(`chmod +x ${path}`);
      }
      return git(`git add -A; git commit -q --allow-empty -m '${message}'; git rev-parse HEAD`);
    },
  };
}
