import { existsSync } from 'node:fs';
import { execa } from 'execa';
import { makeHostGroups } from './cgroup.ts';
import { SandboxFailure } from './failure.ts';
import type { Places } from './places.ts';
import type { SandboxHost } from './sandbox.ts';

/**
 * Sends its output to the log named first; then runs what stands after `--`, in the control groups named before it.
 * nspawn that may make no unit of its own ends with 133 where the host wants to reboot: it is run again.
 */
const keep = `
umask 077; exec >>"$1" 2>&1; shift
boot() (
  while [ "$1" != -- ]; do echo 0 >"$1/cgroup.procs" || exit; shift; done
  shift; exec "$@"
)
while boot "$@"; [ $? -eq 133 ]; do :; done
`;

/** Starts a host's systemd and leaves it to itself. Gives the process that keeps it. */
export async function bootHost(places: Places, host: SandboxHost): Promise<number> {
  const { argv, groups } = await bootCommand(places, host);
  // Detached is a session of its own: the host outlives this process and its terminal.
  const child = execa('sh', ['-c', keep, 'sh', host.log, ...groups, '--', ...argv], {
    detached: true,
    cleanup: false,
    reject: false,
    stdio: 'ignore',
  });
  child.unref();
  if (child.pid === undefined) throw new SandboxFailure(`${host.name}: no process can be started`);
  return child.pid;
}

interface BootCommand {
  readonly argv: readonly string[];
  readonly groups: readonly string[];
}

async function bootCommand(places: Places, host: SandboxHost): Promise<BootCommand> {
  const argv = [
    ...['systemd-nspawn', '--quiet', '--boot', '--register=no', '--console=pipe'],
    ...[`--directory=${host.root}`, `--machine=${host.machine}`, `--hostname=${host.name}`],
    ...[`--network-namespace-path=/run/netns/${host.machine}`],
    ...['--resolv-conf=off', '--timezone=off', '--link-journal=no'],
  ];
  // A systemd outside gives each container a scope of its own; without one the groups are ours to make.
  if (existsSync('/run/systemd/system')) return { argv, groups: [] };
  return { argv: [...argv, '--keep-unit'], groups: await makeHostGroups(places, host.name) };
}
