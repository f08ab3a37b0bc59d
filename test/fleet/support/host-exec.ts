import { createHash } from 'node:crypto';
import { execa } from 'execa';
import { placesOf } from '../../../src/sandbox/places.ts';
import { innerInit, keepers } from '../../../src/sandbox/processes.ts';
import type { Sandbox, SandboxHost } from '../../../src/sandbox/sandbox.ts';
import { enter } from '../../../src/sandbox/shell.ts';

export interface ExecResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program (words), or a script of sh (one text), as root on a host past ssh: the oracle of a test. Its code may
 * be anything; a host that is not running throws.
 */
export type Exec = (command: string | readonly string[], options?: { input?: string }) => Promise<ExecResult>;

/** The `exec` of one host. */
export function execOn(sandbox: Sandbox, host: SandboxHost): Exec {
  return async (command, options = {}) => {
    const init = await initOf(sandbox, host);
    if (init === undefined) throw new Error(`${host.name} is not running; its console is in ${host.log}`);
    const inside = typeof command === 'string' ? ['/bin/sh', '-c', command] : command;
    const [program = '', ...words] = [...enter(init), 'env', '-i', ...environment, ...inside];
    const ended = await execa(program, words, {
      reject: false,
      stripFinalNewline: false,
      input: options.input ?? '',
    });
    return { code: ended.exitCode ?? 128, stdout: ended.stdout, stderr: ended.stderr };
  };
}

/** As `exec`, for what must succeed: gives the standard output and throws with everything said when the code is not 0. */
export async function must(exec: Exec, command: string | readonly string[], input = ''): Promise<string> {
  const { code, stdout, stderr } = await exec(command, { input });
  if (code !== 0) throw new Error(`${JSON.stringify(command)}: code ${code}\n${stdout}${stderr}`);
  return stdout;
}

/** Process id of a host's systemd; undefined while it has none. */
export async function initOf(sandbox: Sandbox, host: SandboxHost): Promise<number | undefined> {
  const keeper = (await keepers(placesOf(sandbox.name))).get(host.machine)?.[0];
  return keeper === undefined ? undefined : innerInit(keeper);
}

/** sha256 of a file on a host, in hex; undefined when there is none. */
export async function fileDigest(exec: Exec, path: string): Promise<string | undefined> {
  const { code, stdout } = await exec(['base64', '--', path]);
  return code === 0 ? createHash('sha256').update(Buffer.from(stdout, 'base64')).digest('hex') : undefined;
}

const environment = [
  ...['HOME=/root', 'USER=root', 'LOGNAME=root', 'LANG=C.UTF-8'],
  'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
];
