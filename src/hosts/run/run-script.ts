import { randomBytes } from 'node:crypto';
import type { Script, ScriptResult } from '../connection.ts';
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
  const heard = await converse(spawn, openingFor(login, script, newNonce()), script);
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
      return { type: end.type, message: end.message, stdout, stderr };
  }
}

async function refuse(spawn: Spawn, login: Login, script: Script, heard: Heard): Promise<ScriptResult> {
  const message = await explainRefusal(login, script.privileged, heard, (text) =>
    converse(spawn, openingFor(login, { ...lookAgain, text, ...signalOf(script) }, newNonce()), {
      ...lookAgain,
      text,
    }),
  );
  return { type: 'refused', message, stderr: heard.stderr };
}

const lookAgain = { privileged: false, limits: { maxBytes: 64 * 1024, idleMs: 10_000, totalMs: 15_000 } };

function signalOf(script: Script): Pick<Script, 'signal'> {
  return script.signal ? { signal: script.signal } : {};
}

/** Nobody but this run can know it, so nothing a host prints by itself can be taken for the mark. */
function newNonce(): string {
  return randomBytes(12).toString('hex');
}
