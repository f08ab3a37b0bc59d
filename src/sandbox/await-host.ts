import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { refuseAborted } from './abort.ts';
import { SandboxFailure } from './failure.ts';
import { innerInit, isAlive } from './processes.ts';
import type { SandboxHost } from './sandbox.ts';
import { enter } from './shell.ts';
import { tryTool } from './tool.ts';

const betweenTries = 40;

export interface Patience {
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits until the host's sshd speaks and its systemd has finished starting. Throws a SandboxFailure with the end of the
 * host's console when it dies, or has not come by the deadline.
 */
export async function awaitHost(host: SandboxHost, keeper: number, patience: Patience): Promise<void> {
  const { deadline, signal } = patience;
  while (!(await speaksSsh(host.address))) {
    refuseAborted(signal);
    if (!isAlive(keeper)) throw await bootFailure(host, 'ended while starting');
    if (Date.now() > deadline) throw await bootFailure(host, 'has no sshd that answers');
    await sleep(betweenTries);
  }
  const init = await innerInit(keeper);
  if (init === undefined) throw await bootFailure(host, 'has no systemd');
  const seconds = Math.max(1, Math.ceil((deadline - Date.now()) / 1000));
  const wait = ['systemctl', 'is-system-running', '--wait'];
  const { stdout } = await tryTool(['timeout', `${seconds}`, ...enter(init), ...wait]);
  const state = stdout.trim() || 'silent';
  if (!['running', 'degraded'].includes(state)) throw await bootFailure(host, `is ${state}`);
}

/** Whether something at the address greets as an SSH server within a second. */
async function speaksSsh(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port: 22 });
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1000, () => settle(false));
    socket.on('error', () => settle(false));
    socket.on('close', () => settle(false));
    socket.once('data', (greeting) => settle(greeting.toString('latin1').startsWith('SSH-')));
  });
}

async function bootFailure(host: SandboxHost, what: string): Promise<SandboxFailure> {
  const console = await readFile(host.log, 'utf8').catch(() => '');
  const end = console.trim().split('\n').slice(-15).join('\n');
  return new SandboxFailure(
    `${host.name} ${what}; its console is in ${host.log}${end ? `, and ends:\n${end}` : ''}`,
  );
}
