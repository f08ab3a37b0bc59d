import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from '../../model/host.ts';
import type { Connection, Unreachable } from '../connection.ts';
import { runHere, startHere } from '../process/run.ts';
import type { Login, Sudo } from '../run/login.ts';
import { runScript } from '../run/run-script.ts';
import { unreachable } from '../unreachable.ts';
import { nestIn, pinnedName, sshArguments } from './arguments.ts';
import type { Nest } from './arguments.ts';
import { classify } from './classify.ts';
import { spawnThrough } from './spawn.ts';

/** What a run says about its connections by the system's ssh. */
export interface OpensshRun {
  readonly sudo: Sudo;
  readonly connectTimeoutMs?: number;
  readonly keepaliveMs: number;
  readonly signal?: AbortSignal;
}

/** How long a master without work outlives a controller that was killed. */
const masterIdleSeconds = 900;

/**
 * Connects by the system's ssh: for certificates, FIDO keys, Kerberos and whatever else its configuration says. A master
 * connection of our own carries all scripts, so that a second one costs no second login; it never asks anything.
 */
export async function connectOpenssh(host: Host, run: OpensshRun): Promise<Connection | Unreachable> {
  const nest = nestIn(await mkdtemp(join(shortTemporary(), 'fw-')));
  const forget = (): Promise<void> => rm(nest.directory, { recursive: true, force: true });
  const times = {
    keepaliveMs: run.keepaliveMs,
    ...(run.connectTimeoutMs !== undefined && { connectMs: run.connectTimeoutMs }),
  };
  const ssh = ['ssh', ...sshArguments(host, nest, times)];
  await writeFile(nest.pins, (host.hostKeys ?? []).map((key) => `${pinnedName} ${key}\n`).join(''), {
    mode: 0o600,
  });
  const failed = await openMaster(host, ssh, nest, run.signal);
  if (failed) {
    await forget();
    return failed;
  }
  const login = await loginOf(host, ssh, run.sudo);
  const check = [...ssh, '-O', 'check', '--', host.name];
  const spawn = spawnThrough([...ssh, '-T', '-o', 'ControlMaster=no', '--', host.name], check);
  return {
    run: (script) => runScript(spawn, login, script),
    way: { address: 'as ssh finds it', ...(login.user !== undefined && { user: login.user }) },
    close: async () => {
      await runHere([...ssh, '-O', 'exit', '--', host.name]);
      await forget();
    },
  };
}

async function openMaster(
  host: Host,
  ssh: readonly string[],
  nest: Nest,
  signal?: AbortSignal,
): Promise<Unreachable | undefined> {
  const persist = ['-o', 'ControlMaster=yes', '-o', `ControlPersist=${masterIdleSeconds}`];
  // The master keeps what it inherits for as long as it lives, so it gets a log file and no pipe of ours.
  const code = await startHere([...ssh, ...persist, '-E', nest.log, '-fNT', '--', host.name], signal);
  if (code === 0) return undefined;
  if (signal?.aborted) return unreachable('connect', `interrupted while connecting to ${host.name}`);
  if (code === undefined)
    return unreachable(
      'config',
      'there is no `ssh` here',
      'install OpenSSH’s client, or use `connection: ssh`',
    );
  return classify(host.name, await readFile(nest.log, 'utf8').catch(() => ''));
}

/** The login user: the inventory's, or what ssh makes of its configuration (`ssh -G`). */
async function loginOf(host: Host, ssh: readonly string[], sudo: Sudo): Promise<Login> {
  const user = host.user ?? /^user (.+)$/m.exec((await runHere([...ssh, '-G', '--', host.name])).stdout)?.[1];
  return {
    host: host.name,
    ...(user !== undefined && { user }),
    isRoot: user === 'root',
    become: host.become,
    ...sudo,
  };
}

/** A socket's path has 104 bytes at most (unix(7) has 108, other systems less). */
function shortTemporary(): string {
  return tmpdir().length <= 60 ? tmpdir() : '/tmp';
}
