import type { Duplex } from 'node:stream';
import type { Unreachable, Way } from '../connection.ts';
import { explainVerdict } from '../known-hosts/explain.ts';
import type { KnownHosts } from '../known-hosts/index-of.ts';
import { fingerprint } from '../known-hosts/fingerprint.ts';
import { judge, knownTypes, lookupNames } from '../known-hosts/judge.ts';
import type { ShownKey } from '../known-hosts/judge.ts';
import { pinnedHosts } from '../known-hosts/load.ts';
import { isUnreachable } from '../unreachable.ts';
import { handshake } from './handshake.ts';
import type { HandshakeResult } from './handshake.ts';
import type { Offer } from './keyring.ts';
import { Line } from './line.ts';
import type { SshRun } from './run.ts';
import { whereIs } from './target.ts';
import type { Target } from './target.ts';

/** Opens a byte stream to a target's sshd: a socket, or a tunnel through a jump host. */
export type Dial = () => Promise<Duplex | Unreachable>;

/** Logs in to a target over the streams that `dial` opens; host key and user are checked, nobody is asked anything. */
export async function logIn(
  target: Target,
  dial: Dial,
  run: SshRun,
  signal?: AbortSignal,
): Promise<Line | Unreachable> {
  const names = lookupNames(target.address, target.port, target.hostKeyAlias);
  const [offers, known] = await Promise.all([
    run.keyring.offersFor(target),
    knownHostsFor(target, names.name, run),
  ]);
  const types = knownTypes(known, names);
  const shake = async (knownTypes: ReadonlySet<string>): Promise<HandshakeResult> => {
    const stream = await dial();
    if (isUnreachable(stream)) return stream;
    const { keepaliveMs } = run;
    const request = { target, offers, knownTypes, judge: judge.bind(undefined, known, names), keepaliveMs };
    return handshake(stream, signal ? { ...request, signal } : request);
  };
  let result = await shake(types);
  // Hashed lines do not tell their types beforehand; if they know another type, the host is asked for that one.
  if (result.type === 'distrusted' && result.verdict.type === 'other-type' && types.size === 0)
    result = await shake(new Set(result.verdict.known.map((entry) => entry.type)));
  if (result.type === 'unreachable') return result;
  if (result.type === 'ready') return new Line(result.client, wayTo(target, result.shown, result.offer));
  const file = target.knownHostsFiles[0] ?? '~/.ssh/known_hosts';
  const { address, port, via } = target;
  const who = { host: target.name, address, port, names, file, ...(via && { through: via.name }) };
  return explainVerdict(result.verdict, result.shown, who);
}

function wayTo(target: Target, shown: ShownKey, offer?: Offer): Way {
  return {
    address: whereIs(target),
    user: target.user,
    hostKey: `${shown.type} ${fingerprint(Buffer.from(shown.base64, 'base64'))}`,
    ...(offer && { key: offer.label }),
  };
}

async function knownHostsFor(target: Target, name: string, run: SshRun): Promise<KnownHosts> {
  const files = await run.knownHosts(target.knownHostsFiles);
  return target.pins.length > 0 ? pinnedHosts(target.pins, name, files) : files;
}
