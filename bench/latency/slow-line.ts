import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { SandboxHost } from '../../src/sandbox/sandbox.ts';
import type { BareHost } from '../bare/job.ts';

const program = fileURLToPath(new URL('relays.js', import.meta.url));

/** Another way to each host, so many milliseconds there and back. */
export interface SlowLine {
  readonly hosts: readonly BareHost[];
  close(): Promise<void>;
}

/** Opens slow ways to hosts, in a process of their own. */
export async function slowLine(hosts: readonly SandboxHost[], roundTripMs: number): Promise<SlowLine> {
  const addresses = hosts.map(({ address }) => address);
  const child = spawn(process.execPath, [program, `${roundTripMs}`, ...addresses], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [ports] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  const numbers = JSON.parse(ports) as readonly number[];
  return {
    hosts: hosts.map(({ hostKey }, index) => ({ address: '127.0.0.1', port: numbers[index] ?? 0, hostKey })),
    close: async () => {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}
