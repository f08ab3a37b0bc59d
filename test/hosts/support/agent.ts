import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import ssh2 from 'ssh2';
import type { ParsedKey } from 'ssh2';
import { later } from './lab.ts';

/** An ssh agent in this process that holds some keys; gives back its socket's path. */
export async function startAgent(privateTexts: readonly string[]): Promise<string> {
  const keys = privateTexts.map((text) => ssh2.utils.parseKey(text) as ParsedKey);
  const path = join(tmpdir(), `agent-${randomBytes(6).toString('hex')}`);
  const server = createServer((socket) => {
    const protocol = new ssh2.AgentProtocol(false);
    socket.on('error', () => undefined);
    protocol.on('error', () => undefined);
    socket.pipe(protocol).pipe(socket);
    protocol.on('identities', (request) => protocol.getIdentitiesReply(request, keys));
    protocol.on('sign', (request, wanted, data, { hash }) => {
      const key = keys.find((held) => held.getPublicSSH().equals(wanted.getPublicSSH()));
      if (key) protocol.signReply(request, key.sign(data, hash));
      else protocol.failureReply(request);
    });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  later(() => server.close());
  return path;
}
