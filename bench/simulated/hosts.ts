import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import ssh2 from 'ssh2';
import type { Connection, Session } from 'ssh2';
import { answerTo } from './answers.ts';
import type { Looks } from './answers.ts';

/*
 * A program of its own, so that what it costs is not measured: as many hosts as there are addresses in 127.0.0.0/8. They
 * let anybody in, and answer Fleetwright's scripts with what a real host has said. Prints its host key and the ports
 * of hosts before and after the job, as JSON; ends when its standard input does.
 */

const looks = JSON.parse(readFileSync(new URL('looks.json', import.meta.url), 'utf8')) as Looks;
let key = ssh2.utils.generateKeyPairSync('ed25519');
// One of 256 that ssh2 1.17 makes lacks a zero at its front, and cannot be read.
while (ssh2.utils.parseKey(key.private) instanceof Error) key = ssh2.utils.generateKeyPairSync('ed25519');
const [clean, done] = await Promise.all([listen(looks.clean), listen(looks.done)]);
process.stdout.write(`${JSON.stringify({ hostKey: key.public.trim(), clean, done })}\n`);
process.stdin.on('end', () => process.exit()).resume();

/** Gives the port. The controller sees OpenSSH, for it is OpenSSH that it is quickest with. */
async function listen(look: string): Promise<number> {
  const options = { hostKeys: [key.private], ident: 'OpenSSH_9.2p1' };
  const ssh = new ssh2.Server(options, (client) => welcome(client, look));
  const server = createServer({ noDelay: true }, (socket) => ssh.injectSocket(socket));
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '0.0.0.0', backlog: 4096 }, resolve));
  return (server.address() as AddressInfo).port;
}

function welcome(client: Connection, look: string): void {
  client.on('authentication', (context) => context.accept());
  client.on('error', () => undefined);
  client.on('session', (accept) => serve(accept(), look));
}

function serve(session: Session, look: string): void {
  session.on('exec', (accept) => {
    const channel = accept();
    let script = '';
    let answered = false;
    channel.on('data', (chunk: Buffer) => {
      script += chunk.toString('latin1');
      const answer = answered ? undefined : answerTo(script, look);
      if (answer === undefined) return;
      answered = true;
      for (const piece of answer) channel.write(piece);
      channel.exit(0);
      channel.end();
    });
  });
}
