import type { Script } from '../connection.ts';
import type { Launch } from './pipe.ts';
import type { Login } from './login.ts';

/** What is said to a host to get a shell of the right user, and what is said once it has answered. */
export interface Opening {
  readonly launch: Launch;
  /** The line that the shell prints when it has begun, after a line feed. */
  readonly mark: string;
  /** Sent when the mark has come; absent when everything was in the launch. */
  readonly then?: Uint8Array;
  /** What sudo prints on standard error when it asks for the password. */
  readonly prompt?: string;
}

/**
 * Without a password the script follows the command at once, behind a line that prints the mark. Every word of the
 * command is plain, for it is the login shell that reads it: bash, dash, fish and csh agree on nothing cleverer.
 */
export function openingFor(login: Login, script: Script, nonce: string): Opening {
  const becoming = script.privileged && !login.isRoot ? login.become : 'none';
  if (becoming === 'sudo' && login.password !== undefined) return withPassword(login.password, script, nonce);
  const mark = `fleetwright-${nonce}`;
  const hello = Buffer.from(`printf '\\n%s\\n' ${mark}\n`);
  const input = Buffer.concat([hello, bytesOf(script.text)]);
  return { launch: { words: [...prefix[becoming], '/bin/sh'], input, inputEnds: !script.onInput }, mark };
}

const prefix = { sudo: ['sudo', '-n', '--'], doas: ['doas', '-n'], none: [] } as const;

/**
 * sudo reads the password from the first line of standard input, if it asks at all. So the first shell runs no line of
 * that input: it prints the mark and skips to the line `go-NONCE`; a password that sudo did not want is skipped with the
 * rest. The script is sent only after the mark, because a sudo that refuses the password would take the lines behind
 * it for further tries, and lock the account. `-k`: no cached credential is used or left (sudo(8)).
 */
function withPassword(password: string, script: Script, nonce: string): Opening {
  const mark = `fleetwright-${nonce}`;
  const go = `go-${nonce}`;
  const prompt = `password-${nonce}:`;
  const skip = `echo; echo ${mark}; while read -r line; do test "x$line" = x${go} && exec /bin/sh; done`;
  const words = ['sudo', '-k', '-S', '-p', prompt, '--', '/bin/sh', '-c', skip];
  return {
    launch: { words, input: Buffer.from(`${password}\n`), inputEnds: false },
    mark,
    prompt,
    then: Buffer.concat([Buffer.from(`${go}\n`), bytesOf(script.text)]),
  };
}

/** A shell waits for the end of a line: without one, the last command would not begin, or join what is written later. */
function bytesOf(text: string | Uint8Array): Uint8Array {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return bytes.at(-1) === 10 ? bytes : Buffer.concat([bytes, Buffer.from('\n')]);
}
