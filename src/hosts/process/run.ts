import { execa } from 'execa';

/** What a short program of this machine said. `code` is undefined when it could not be started. */
export interface Ran {
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a short program of this machine to its end, without a standard input. A failure is a value. */
export async function runHere(words: readonly string[], signal?: AbortSignal): Promise<Ran> {
  const [file = '', ...rest] = words;
  const ran = await execa(file, rest, {
    stdin: 'ignore',
    reject: false,
    maxBuffer: 1_000_000,
    ...(signal && { cancelSignal: signal }),
  });
  return { code: ran.exitCode, stdout: ran.stdout, stderr: ran.stderr };
}

/** Runs a program that goes to the background and keeps what it inherits: nothing of ours is given to it. */
export async function startHere(words: readonly string[], signal?: AbortSignal): Promise<number | undefined> {
  const [file = '', ...rest] = words;
  const ran = await execa(file, rest, {
    stdio: 'ignore',
    reject: false,
    ...(signal && { cancelSignal: signal }),
  });
  return ran.exitCode;
}
