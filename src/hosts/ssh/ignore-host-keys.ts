import type { Client } from 'ssh2';

/*
 * After the login sshd names its other host keys, and ssh2 then has each of them proved: a signature there and a
 * verification here for every key, a fifth of a short connection's work, for an event that we do not listen to. We learn
 * no host keys by ourselves. ssh2 has no option to leave it out, hence the look at its message handlers; where an ssh2 of
 * the future has others, the work is done as before.
 */

type Handler = (protocol: unknown, name: string, wantReply: boolean, data: unknown) => void;

/** Makes a client pass over the keys that a host announces (OpenSSH's PROTOCOL, 2.5). To be called right after `connect`. */
export function ignoreHostKeys(client: Client): void {
  const handlers = (client as unknown as { _protocol?: { _handlers?: { GLOBAL_REQUEST?: Handler } } })
    ._protocol?._handlers;
  const handle = handlers?.GLOBAL_REQUEST;
  if (!handlers || !handle) return;
  handlers.GLOBAL_REQUEST = (protocol, name, wantReply, data) => {
    // With a reply wanted, which OpenSSH never does, ssh2 must answer, or later replies would be out of step.
    if (name !== 'hostkeys-00@openssh.com' || wantReply) handle(protocol, name, wantReply, data);
  };
}
