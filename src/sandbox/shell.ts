import { SandboxFailure } from './failure.ts';
import { list } from './list.ts';

/**
 * The command that is a root login shell on a host, past ssh: it enters the namespaces of the host's systemd. Throws a
 * SandboxFailure naming the hosts there are when this one is not among those that run.
 */
export async function shellCommand(sandbox: string, host: string, term = 'dumb'): Promise<readonly string[]> {
  const hosts = await list(sandbox);
  const pid = hosts.find(({ name }) => name === host)?.pid;
  if (pid !== undefined)
    return [...enter(pid), '/usr/bin/env', '--chdir=/root', '-i', `TERM=${term}`, ...rootShell];
  const running = hosts.flatMap(({ name, state }) => (state === 'running' ? name : []));
  const there =
    running.length > 0 ? `these are: ${running.join(' ')}` : '`fleetwright sandbox up` starts some';
  throw new SandboxFailure(`no host ${JSON.stringify(host)} runs in sandbox ${sandbox}; ${there}`);
}

/** Words that run what follows them in the namespaces of a host's systemd. */
export function enter(pid: number): readonly string[] {
  return ['nsenter', '--target', `${pid}`, '--all', '--'];
}

const rootShell = [
  ...['HOME=/root', 'USER=root', 'LOGNAME=root', 'SHELL=/bin/bash', 'LANG=C.UTF-8'],
  ...['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', '/bin/bash', '--login'],
];
