import { quote } from '../quote.ts';
import type { Stop } from './stop.ts';

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

/** How long ssh waits for a host, and how often it asks for a sign of life. */
export interface Times {
  readonly connectMs?: number;
  readonly keepaliveMs: number;
}

/** How many jump hosts lie before a stop: this tells the stops of one way apart. */
function rank({ via }: Stop): number {
  return via ? rank(via) + 1 : 0;
}

/** Under this name a stop's pinned keys stand in a file of ours, so that the address ssh finds does not matter. */
export function pinnedName(stop: Stop): string {
  return `fleetwright-pinned-${rank(stop)}`;
}

type Option = readonly [name: string, value: string | undefined];

/**
 * ssh's options for a host. What the inventory says goes before ssh_config, and what would ask, forward or run something
 * is off. The destination comes last, behind `--`.
 */
export function sshArguments(stop: Stop, nest: Nest, times: Times): readonly string[] {
  return words([...optionsFor(stop, nest, times), ['ControlPath', nest.socket]]);
}

/** A script for /bin/sh, to be written to a file in the nest. */
export interface HopScript {
  readonly file: string;
  readonly text: string;
}

/**
 * The scripts by which ssh reaches what lies behind each hop of a way: `ssh -W` with our own options, for the one that
 * ProxyJump starts has none of them. Files, because ssh splits and expands a ProxyCommand before $SHELL, whatever that is,
 * reads it: no quoting suits them all.
 */
export function hopScripts({ via }: Stop, nest: Nest, times: Times): readonly HopScript[] {
  if (!via) return [];
  // A master that the person has opened to the hop may be used, unless we are to see the hop's key; we leave none behind.
  const master: readonly Option[] = [
    ['ControlMaster', 'no'],
    ['ControlPath', isPinned(via) ? 'none' : undefined],
  ];
  // What it says goes to the log of the whole way: nobody reads its standard error.
  const ssh = ['ssh', ...words([...optionsFor(via, nest, times), ...master]), '-E', nest.log];
  const text = `exec ${ssh.map(quote).join(' ')} -W "$1" -- ${quote(via.host.name)}\n`;
  return [...hopScripts(via, nest, times), { file: hopFile(via, nest), text }];
}

function hopFile(hop: Stop, nest: Nest): string {
  return `${nest.directory}/hop-${rank(hop)}`;
}

/** ssh puts in address and port for `%h` and `%p`; a `%` of our own is doubled (ssh_config(5), TOKENS). */
function throughHop(hop: Stop, nest: Nest): string {
  return `/bin/sh ${quote(hopFile(hop, nest)).replaceAll('%', '%%')} ${quote('[%h]:%p')}`;
}

function optionsFor(stop: Stop, nest: Nest, times: Times): readonly Option[] {
  const { host, via } = stop;
  return [
    ['BatchMode', 'yes'],
    ['StrictHostKeyChecking', 'yes'],
    ['HostName', host.address],
    ['Port', host.port?.toString()],
    ['User', host.user],
    // A `%` of a file's name is no token of ssh's.
    ['IdentityFile', host.identityFile?.replaceAll('%', '%%')],
    via ? ['ProxyCommand', throughHop(via, nest)] : ['ProxyJump', host.jump],
    ...(isPinned(stop) ? pinning(stop, nest) : []),
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
  ];
}

function words(options: readonly Option[]): readonly string[] {
  return options.flatMap(([name, value]) =>
    value === undefined ? [] : ['-o', `${name}=${name === 'ProxyCommand' ? value : configWord(value)}`],
  );
}

/** An option is read as a line of ssh_config: a value with spaces stands in quotes; but a command is all of the line. */
function configWord(value: string): string {
  return /\s/.test(value) ? `"${value}"` : value;
}

function isPinned({ host }: Stop): boolean {
  return host.hostKeys !== undefined && host.hostKeys.length > 0;
}

function pinning(stop: Stop, nest: Nest): readonly Option[] {
  return [
    ['HostKeyAlias', pinnedName(stop)],
    ['UserKnownHostsFile', nest.pins],
    ['GlobalKnownHostsFile', '/dev/null'],
  ];
}

function seconds(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : String(Math.max(1, Math.round(milliseconds / 1000)));
}
