import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Unreachable } from '../connection.ts';
import { unreachable } from '../unreachable.ts';
import { whereIs } from './target.ts';
import type { Target } from './target.ts';

/**
 * Opens a TCP connection with Nagle's algorithm off, for ssh2 sends small packets and would wait for each other's
 * acknowledgements. Names with several addresses, IPv6 too, are tried one after the other (RFC 8305).
 */
export function openSocket(target: Target, signal?: AbortSignal): Promise<Socket | Unreachable> {
  return new Promise((resolve) => {
    const socket = connect({
      host: target.address,
      port: target.port,
      ...(target.family && { family: target.family }),
      noDelay: true,
      autoSelectFamilyAttemptTimeout: Math.max(250, Math.floor(target.connectTimeoutMs / 4)),
    });
    const done = (result: Socket | Unreachable): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.removeAllListeners('error').on('error', () => undefined);
      if (result !== socket) socket.destroy();
      resolve(result);
    };
    const where = whereIs(target);
    const onAbort = (): void => done(unreachable('connect', `interrupted while connecting to ${where}`));
    const timer = setTimeout(
      () =>
        done(unreachable('connect', `${where} does not answer within ${target.connectTimeoutMs / 1000} s`)),
      target.connectTimeoutMs,
    );
    if (signal?.aborted) {
      onAbort();
      return;
    }
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.once('connect', () => done(socket)).once('error', (error) => done(explain(error, target, where)));
  });
}

function explain(error: NodeJS.ErrnoException, target: Target, where: string): Unreachable {
  const code = error.code ?? error.message;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return unreachable(
      'resolve',
      `the name ${target.address}${target.address === target.name ? '' : ` (${target.name})`} cannot be resolved`,
      'set `address` for the host',
    );
  return unreachable('connect', `cannot connect to ${where}: ${reasons.get(code) ?? code}`);
}

const reasons = new Map([
  ['ECONNREFUSED', 'connection refused: nothing listens there'],
  ['EHOSTUNREACH', 'no route to the host'],
  ['ENETUNREACH', 'the network is unreachable'],
  ['ETIMEDOUT', 'it does not answer'],
  ['ECONNRESET', 'the connection was reset'],
]);
