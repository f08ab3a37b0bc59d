import type { Host } from '../../model/host.ts';

/** The private files of one connection by the system's ssh. */
export interface Nest {
  /** A directory of ours, mode 0700, removed at the end. */
  readonly directory: string;
  readonly socket: string;
  readonly log: string;
  readonly pins: string;
}

/** Places in a nest; the socket's path must stay below 104 bytes, of which ssh wants 17 for itself. */
export function nestIn(directory: string): Nest {
  return { directory, socket: `${directory}/s`, log: `${directory}/log`, pins: `${directory}/pins` };
}

/** Under this name pinned keys stand in a file of ours, so that the address ssh finds does not matter. */
export const pinnedName = 'fleetwright-pinned';

/**
 * ssh's options for a host. What the inventory says goes before ssh_config, and what would ask, forward or run something
 * is off. The destination comes last, behind `--`.
 */
export function sshArguments(
  host: Host,
  nest: Nest,
  times: { connectMs?: number; keepaliveMs: number },
): readonly string[] {
  const options: readonly (readonly [string, string | undefined])[] = [
    ['BatchMode', 'yes'],
    ['StrictHostKeyChecking', 'yes'],
    ['HostName', host.address],
    ['Port', host.port?.toString()],
    ['User', host.user],
    // A `%` of a file's name is no token of ssh's.
    ['IdentityFile', host.identityFile?.replaceAll('%', '%%')],
    ['ProxyJump', host.jump],
    ...(host.hostKeys && host.hostKeys.length > 0 ? pinning(nest) : []),
    ['ConnectTimeout', seconds(times.connectMs)],
    ['ServerAliveInterval', seconds(times.keepaliveMs)],
    ['ServerAliveCountMax', '2'],
    ['ClearAllForwardings', 'yes'],
    ['ForwardAgent', 'no'],
    ['ForwardX11', 'no'],
    ['PermitLocalCommand', 'no'],
    ['RemoteCommand', 'none'],
    ['RequestTTY', 'no'],
    ['EscapeChar', 'none'],
    ['LogLevel', 'ERROR'],
    ['ControlPath', nest.socket],
  ];
  return options.flatMap(([name, value]) =>
    value === undefined ? [] : ['-o', `${name}=${configWord(value)}`],
  );
}

/** An option is read as a line of ssh_config: a value with spaces stands in quotes. */
function configWord(value: string): string {
  return /\s/.test(value) ? `"${value}"` : value;
}

function pinning(nest: Nest): readonly (readonly [string, string])[] {
  return [
    ['HostKeyAlias', pinnedName],
    ['UserKnownHostsFile', nest.pins],
    ['GlobalKnownHostsFile', '/dev/null'],
  ];
}

function seconds(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : String(Math.max(1, Math.round(milliseconds / 1000)));
}
