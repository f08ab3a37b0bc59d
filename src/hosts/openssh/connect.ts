import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from '../../model/host.ts';
import type { Connection, Unreachable } from '../connection.ts';
import { runHere, startHere } from '../process/run.ts';
import type { Login, Sudo } from '../run/login.ts';
import { runScript } from '../run/run-script.ts';
import type { KnownHosts } from '../known-hosts/index-of.ts';
import { isUnreachable, unreachable } from '../unreachable.ts';
import { hopScripts, nestIn, sshArguments } from './arguments.ts';
import type { Nest } from './arguments.ts';
import { classify } from './classify.ts';
import { pinsOf } from './pins.ts';
import { spawnThrough } from './spawn.ts';
import { stopAt } from './stop.ts';
import type { Stop } from './stop.ts';

/** What a run says about its connections by the system's ssh. */
export interface OpensshRun {
  readonly sudo: Sudo;
  readonly connectTimeoutMs?: number;
  readonly keepaliveMs: number;
  readonly signal?: AbortSignal;
  readonly inventory?: (name: string) => Host | undefined;
  readonly knownHosts: (files: readonly string[]) => Promise<KnownHosts>;
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
  const stop = await stopAt(host, { nest, times, ...(run.inventory && { inventory: run.inventory }) });
  if (isUnreachable(stop)) {
    await forget();
    return stop;
  }
  const ssh = ['ssh', ...sshArguments(stop, nest, times)];
  for (const { file, text } of hopScripts(stop, nest, times)) await writeFile(file, text, { mode: 0o600 });
  await writeFile(nest.pins, await pinsOf(stop, run.knownHosts), { mode: 0o600 });
  const failed = await openMaster(host, ssh, nest, run.signal);
  if (failed) {
    await forget();
    return failed;
  }
  const login = loginOf(host, stop, run.sudo);
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
  return classify(host.name, await readFile(nest.log, 'utf8').catch(() => ''));
}

/** The login user: the inventory's, or what ssh makes of its configuration. */
function loginOf(host: Host, { says }: Stop, sudo: Sudo): Login {
  const user = host.user ?? says.get('user');
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
