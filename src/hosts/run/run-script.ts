import { randomBytes } from 'node:crypto';
import type { Limits, Script, ScriptResult } from '../connection.ts';
import { visible } from '../visible.ts';
import { converse } from './conversation.ts';
import type { Heard } from './conversation.ts';
import type { Login } from './login.ts';
import { openingFor } from './opening.ts';
import type { Spawn } from './pipe.ts';
import { explainRefusal } from './refusal.ts';

/**
 * Runs a script over one way to a host: the whole of `Connection.run`. A script whose shell never began is `refused`,
 * and a second, unprivileged look finds out why.
 */
export async function runScript(spawn: Spawn, login: Login, script: Script): Promise<ScriptResult> {
  const opening = openingFor(login, script, newNonce());
  const turn = opening.prompt === undefined ? undefined : await login.gate?.enter(login.host);
  if (typeof turn === 'string') return { type: 'refused', message: turn, stderr: '' };
  const heard = await converse(spawn, opening, script, turn?.answered);
  const { end, stdout, stderr } = heard;
  switch (end.type) {
    case 'exited':
      return heard.began
        ? { type: 'exited', code: end.code, stdout, stderr }
        : refuse(spawn, login, script, heard);
    case 'denied':
    case 'password':
      return refuse(spawn, login, script, heard);
    case 'killed':
      return { type: 'lost', message: `the shell was ended by ${end.signal}`, stdout, stderr };
    default:
      return { type: end.type, message: `${end.message}${unbegun(heard)}`, stdout, stderr };
  }
}

async function refuse(spawn: Spawn, login: Login, script: Script, heard: Heard): Promise<ScriptResult> {
  const ask = (text: string): Promise<Heard> => {
    const question: Script = {
      text,
      privileged: false,
      limits,
      ...(script.signal && { signal: script.signal }),
    };
    return converse(spawn, openingFor(login, question, newNonce()), question);
  };
  const message = await explainRefusal(login, script.privileged, heard, ask);
  return { type: 'refused', message, stderr: heard.stderr };
}

const limits: Limits = { maxBytes: 64 * 1024, idleMs: 10_000, totalMs: 15_000 };

/** Whoever waits for a shell in vain should look at sudo, at PAM, or at what the login shell reads at its start. */
function unbegun(heard: Heard): string {
  if (heard.began || heard.end.type !== 'timeout') return '';
  const said = visible(`${heard.noise}\n${heard.stderr}`);
  return `, and /bin/sh had not begun${said === '' ? '' : `; the host said: ${said}`}`;
}

/** Nobody but this run can know it, so nothing a host prints by itself can be taken for the mark. */
function newNonce(): string {
  return randomBytes(12).toString('hex');
}
