import { createServer } from 'node:net';
import { SandboxFailure } from './failure.ts';

/**
 * Does something to a sandbox while no other process starts or removes it; when one does, throws a SandboxFailure at
 * once. The lock is a name of the kernel's (an abstract socket) and not a file: it goes with its process, killed or not.
 */
export async function alone<Result>(sandbox: string, act: () => Promise<Result>): Promise<Result> {
  const lock = createServer();
  await new Promise<void>((resolve, reject) => {
    lock.once('error', (cause: NodeJS.ErrnoException) => {
      const message = `sandbox ${sandbox} is being started or removed by another process; wait for that to end`;
      reject(cause.code === 'EADDRINUSE' ? new SandboxFailure(message, { cause }) : cause);
    });
    lock.listen({ path: `\0fleetwright-sandbox/${sandbox}` }, resolve);
  });
  try {
    return await act();
  } finally {
    lock.close();
  }
}
