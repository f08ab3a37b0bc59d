import { setMaxListeners } from 'node:events';
import type { Host } from '../model/host.ts';
import type { Connection, Unreachable } from './connection.ts';
import { thisController } from './controller.ts';
import { defaultKeepaliveMs } from './options.ts';
import type { ConnectOptions } from './options.ts';
import { PasswordGate } from './run/password-gate.ts';
import { connectSsh } from './ssh/connect.ts';
import { keyring } from './ssh/keyring.ts';
import { Lines } from './ssh/lines.ts';
import { knownHostsOnce } from './ssh/run.ts';
import { targetsFrom } from './ssh/target-of.ts';
import { isUnreachable } from './unreachable.ts';

/** Opens the way to one host. */
export type Connect = (host: Host, signal?: AbortSignal) => Promise<Connection | Unreachable>;

/**
 * Makes the `connect` of one run. Configuration, keys and known hosts are read once, for the first host that needs them;
 * hosts behind the same jump host share one line to it.
 */
export function connector(options: ConnectOptions): Connect {
  const controller = options.controller ?? thisController();
  const { signal: runSignal, becomePassword, connectTimeoutMs, inventory } = options;
  // Every host under way listens to the one signal; that is no leak.
  if (runSignal) setMaxListeners(0, runSignal);
  const times = {
    keepaliveMs: options.keepaliveMs ?? defaultKeepaliveMs,
    ...(connectTimeoutMs !== undefined && { connectTimeoutMs }),
  };
  const targetOf = targetsFrom({
    controller,
    ...times,
    ...(inventory && { inventory }),
  });
  const knownHosts = knownHostsOnce();
  const lines = new Lines({
    keyring: keyring(options.passphrases ?? new Map()),
    knownHosts,
    ...(runSignal && { signal: runSignal }),
    ...times,
  });
  const sudo = becomePassword === undefined ? {} : { password: becomePassword, gate: new PasswordGate() };
  return async (host, signal = runSignal) => {
    const more = { sudo, ...(signal && { signal }) };
    // What starts processes is loaded by those who need it: most runs reach all their hosts by ssh2.
    if (host.connection === 'local')
      return (await import('./local/connect.ts')).connectLocal(host, controller, sudo);
    if (host.connection === 'openssh')
      return (await import('./openssh/connect.ts')).connectOpenssh(host, {
        ...more,
        ...times,
        knownHosts,
        ...(inventory && { inventory }),
      });
    const target = await targetOf(host);
    return isUnreachable(target) ? target : connectSsh(host, target, lines, more);
  };
}

/** Opens the way to a single host; for more than one, `connector` reads what they share once. */
export function connect(host: Host, options: ConnectOptions): Promise<Connection | Unreachable> {
  return connector(options)(host);
}
