import type { Host } from '../model/host.ts';
import type { Connection, Unreachable } from './connection.ts';
import { thisController } from './controller.ts';
import { connectLocal } from './local/connect.ts';
import { defaultKeepaliveMs } from './options.ts';
import type { ConnectOptions } from './options.ts';
import { connectSsh, knownHostsOnce } from './ssh/connect.ts';
import { keyring } from './ssh/keyring.ts';
import { targetOf } from './ssh/target-of.ts';
import { unreachable } from './unreachable.ts';

/** Opens the way to one host. */
export type Connect = (host: Host, signal?: AbortSignal) => Promise<Connection | Unreachable>;

/**
 * Makes the `connect` of one run. Configuration, keys and known hosts are read once, for the first host that needs them.
 */
export function connector(options: ConnectOptions): Connect {
  const controller = options.controller ?? thisController();
  const run = {
    keyring: keyring(options.passphrases ?? new Map()),
    knownHosts: knownHostsOnce(),
    keepaliveMs: options.keepaliveMs ?? defaultKeepaliveMs,
  };
  return async (host, signal = options.signal) => {
    const { becomePassword } = options;
    if (host.connection === 'local') return connectLocal(host, controller, becomePassword);
    if (host.connection === 'openssh') return unreachable('config', 'connection: openssh is not there yet');
    const target = targetOf(host, controller, options);
    return connectSsh(host, target, run, {
      ...(becomePassword !== undefined && { becomePassword }),
      ...(signal && { signal }),
    });
  };
}

/** Opens the way to a single host; for more than one, `connector` reads what they share once. */
export function connect(host: Host, options: ConnectOptions): Promise<Connection | Unreachable> {
  return connector(options)(host);
}
