import type { Host } from '../../model/host.ts';
import type { Connection, Unreachable } from '../connection.ts';
import { explainVerdict } from '../known-hosts/explain.ts';
import { judge, knownTypes, lookupNames } from '../known-hosts/judge.ts';
import type { KnownHosts } from '../known-hosts/index-of.ts';
import { loadKnownHosts, pinnedHosts } from '../known-hosts/load.ts';
import { remember } from '../remember.ts';
import { runScript } from '../run/run-script.ts';
import type { Login } from '../run/login.ts';
import { isUnreachable } from '../unreachable.ts';
import { handshake } from './handshake.ts';
import type { HandshakeResult } from './handshake.ts';
import type { Keyring } from './keyring.ts';
import { Line } from './line.ts';
import { openSocket } from './socket.ts';
import type { Target } from './target.ts';

/** What the ssh connections of a run share. */
export interface SshRun {
  readonly keyring: Keyring;
  readonly knownHosts: (files: readonly string[]) => Promise<KnownHosts>;
  readonly keepaliveMs: number;
}

/** Reads each set of known_hosts files once. */
export function knownHostsOnce(): SshRun['knownHosts'] {
  const load = remember((files) => loadKnownHosts(files.split('\0')));
  return (files) => load(files.join('\0'));
}

/** Connects to a target; the host's own settings say how root is become there. */
export async function connectSsh(
  host: Host,
  target: Target,
  run: SshRun,
  more: { readonly becomePassword?: string; readonly signal?: AbortSignal },
): Promise<Connection | Unreachable> {
  const line = await openLine(target, run, more.signal);
  if (isUnreachable(line)) return line;
  const login: Login = {
    host: host.name,
    user: target.user,
    isRoot: target.user === 'root',
    become: host.become,
    ...(more.becomePassword !== undefined && { password: more.becomePassword }),
  };
  return { run: (script) => runScript(line.spawn, login, script), close: () => line.close() };
}

async function openLine(target: Target, run: SshRun, signal?: AbortSignal): Promise<Line | Unreachable> {
  const names = lookupNames(target.address, target.port, target.hostKeyAlias);
  const [offers, known] = await Promise.all([run.keyring.offersFor(target), knownHostsFor(target, run)]);
  const types = knownTypes(known, names);
  const shake = async (knownTypes: ReadonlySet<string>): Promise<HandshakeResult> => {
    const socket = await openSocket(target, signal);
    if (isUnreachable(socket)) return socket;
    const { keepaliveMs } = run;
    const request = { target, offers, knownTypes, judge: judge.bind(undefined, known, names), keepaliveMs };
    return handshake(socket, signal ? { ...request, signal } : request);
  };
  let result = await shake(types);
  // Hashed lines do not tell their types beforehand; if they know another type, the host is asked for that one.
  if (result.type === 'distrusted' && result.verdict.type === 'other-type' && types.size === 0)
    result = await shake(new Set(result.verdict.known.map((entry) => entry.type)));
  if (result.type === 'unreachable') return result;
  if (result.type === 'ready') return new Line(result.client);
  const file = target.knownHostsFiles[0] ?? '~/.ssh/known_hosts';
  return explainVerdict(result.verdict, result.shown, {
    host: target.name,
    address: target.address,
    port: target.port,
    names,
    file,
  });
}

async function knownHostsFor(target: Target, run: SshRun): Promise<KnownHosts> {
  const { name } = lookupNames(target.address, target.port, target.hostKeyAlias);
  return target.pins.length > 0 ? pinnedHosts(target.pins, name) : run.knownHosts(target.knownHostsFiles);
}
