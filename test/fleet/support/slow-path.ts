import { createServer, connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** Another way to a host's sshd, with the latency of a long line. */
export interface SlowPath {
  readonly address: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * A relay on this machine that holds every byte to and from `address` for half of `roundTripMs`, and a new connection for
 * a whole round trip. Unlike netem it needs nothing of the kernel, which may be without it; what is sent meanwhile
 * is not held back, as on a real line.
 */
export async function slowPath(address: string, roundTripMs: number): Promise<SlowPath> {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect({ host: address, port: 22, noDelay: true });
    near.setNoDelay(true);
    near.unref();
    far.unref();
    for (const socket of [near, far]) open.add(socket.on('close', () => open.delete(socket)));
    delayed(near, far, roundTripMs / 2, roundTripMs);
    delayed(far, near, roundTripMs / 2, 0);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A test that fails before it closes this must not keep the run from ending.
  server.unref();
  return {
    address: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        open.forEach((socket) => socket.destroy());
      }),
  };
}

/** Passes on what comes from one socket to another, each piece `lag` after it came, the first not before `start`. */
function delayed(from: Socket, to: Socket, lag: number, start: number): void {
  const opened = Date.now();
  const queue: (() => void)[] = [];
  const later = (act: () => void): void => {
    queue.push(act);
    // Timers of different lengths that end together fire in no order of ours: each takes what is next, not its own.
    setTimeout(() => queue.shift()?.(), Math.max(lag, opened + start + lag - Date.now()));
  };
  from.on('data', (piece) => later(() => void to.write(piece)));
  from.on('end', () => later(() => void to.end()));
  from.on('error', () => to.destroy());
  from.on('close', () => later(() => void to.destroy()));
}
