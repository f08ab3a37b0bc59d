import { visible } from '../visible.ts';
import type { Heard } from './conversation.ts';
import type { Login } from './login.ts';

/** Runs a script as the login user, to find out more. */
export type Ask = (text: string) => Promise<Heard>;

/**
 * Says why a shell never began, and what would let it. What is asked of the host is answered by exit codes: no message
 * of sudo's or of a login shell's is read, only shown.
 */
export async function explainRefusal(
  login: Login,
  privileged: boolean,
  heard: Heard,
  ask: Ask,
): Promise<string> {
  if (heard.end.type === 'denied')
    return `${who(login)} may not run programs on ${login.host}: ${heard.end.message}`;
  if (!privileged || login.isRoot || login.become === 'none') return noShell(login, heard);
  const tool = login.become;
  const second = await ask(`command -v ${tool} >/dev/null\n`);
  if (second.end.type === 'exited') {
    if (!second.began) return noShell(login, second);
    if (second.end.code !== 0)
      return `${tool} is not installed on ${login.host}: install it, log in as root, or choose another \`become\``;
  }
  return `${refusalOf(login, heard)}${quoted(tool, heard.stderr)}`;
}

function refusalOf(login: Login, heard: Heard): string {
  const user = who(login);
  if (login.become === 'doas')
    return `${user} may not use doas without a password on ${login.host}: add \`permit nopass ${user} as root\` to /etc/doas.conf`;
  if (heard.end.type === 'password') return `sudo did not accept the password of ${user} on ${login.host}`;
  if (login.password !== undefined)
    return `sudo refused ${user} on ${login.host} although a password was given`;
  return (
    `${user} may not run sudo without a password on ${login.host}: ` +
    `add \`${user} ALL=(ALL) NOPASSWD: ALL\` to /etc/sudoers.d/fleetwright, or use -K`
  );
}

function noShell(login: Login, heard: Heard): string {
  const how = heard.end.type === 'exited' ? `it ended with ${heard.end.code}` : heard.end.type;
  return (
    `the login shell of ${who(login)} on ${login.host} does not start /bin/sh (${how}): ` +
    `give the user a real shell (\`usermod -s /bin/sh ${who(login)}\`)${quoted('it', `${heard.noise}\n${heard.stderr}`)}`
  );
}

function quoted(program: string, stderr: string): string {
  const words = visible(stderr);
  return words === '' ? '' : `; ${program} said: ${words}`;
}

function who(login: Login): string {
  return login.user ?? 'the login user';
}
