import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A TCP proxy that holds back every byte for a while, or altogether. */
export interface Proxy {
  readonly port: number;
  /** From now on nothing passes, and nobody is told. */
  readonly freeze: () => void;
  readonly close: () => Promise<void>;
}

export async function startProxy(target: number, delayMs: number): Promise<Proxy> {
  let frozen = false;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect({ port: target, host: '127.0.0.1', noDelay: true });
    near.setNoDelay(true);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => undefined);
      from.on('data', (chunk) => setTimeout(() => !frozen && !to.destroyed && to.write(chunk), delayMs));
      from.on('close', () => setTimeout(() => !frozen && to.destroy(), delayMs));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    freeze: () => (frozen = true),
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
