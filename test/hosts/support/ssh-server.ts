import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import ssh2 from 'ssh2';
import type { Connection as Peer, PublicKeyAuthContext, ServerChannel } from 'ssh2';

export type KeyName = 'ed25519' | 'ecdsa' | 'rsa';

/** A key pair in OpenSSH's format; made once, for RSA takes its time. */
export interface Pair {
  readonly privateText: string;
  /** `TYPE BASE64` */
  readonly publicLine: string;
}

export function makePair(type: KeyName, passphrase?: string): Pair {
  const lock = passphrase === undefined ? {} : { passphrase, cipher: 'aes256-ctr', rounds: 4 };
  const bits = { ed25519: undefined, ecdsa: 256, rsa: 2048 }[type];
  const options = { ...(bits && { bits }), ...lock } as { bits: number };
  let pair = ssh2.utils.generateKeyPairSync(type as 'rsa', options);
  // Of 256 ed25519 keys that ssh2 1.17 makes, one begins with a zero, which it leaves out; nobody can read that key.
  while (ssh2.utils.parseKey(pair.private, passphrase) instanceof Error)
    pair = ssh2.utils.generateKeyPairSync(type as 'rsa', options);
  return { privateText: pair.private, publicLine: pair.public.split(' ').slice(0, 2).join(' ') };
}

export interface ServerOptions {
  readonly hostKeys: readonly Pair[];
  /** Public lines that may log in; `any` for all. */
  readonly accepted: readonly string[] | 'any';
  /** Answers an exec request; without it, /bin/sh runs the command. */
  readonly exec?: (command: string, channel: ServerChannel, peer: Peer) => void;
  readonly refuseExec?: boolean;
  readonly ident?: string;
  /** Opens channels with no window and widens it at exec, as sshd does. */
  readonly windowAtExec?: boolean;
}

/** A real ssh server in this process. What it saw is there to be asked. */
export interface TestServer {
  readonly port: number;
  readonly logins: () => number;
  readonly open: () => number;
  /** Public lines in the order in which they were offered, with or without a signature. */
  readonly offered: readonly string[];
  /** Forwardings that were asked for: of the agent, of X11, of ports towards us. */
  readonly forwardings: readonly string[];
  /** Cuts every connection at once. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
}

export async function startServer(options: ServerOptions): Promise<TestServer> {
  const peers = new Set<Peer>();
  const offered: string[] = [];
  const forwardings: string[] = [];
  let logins = 0;
  const server = new ssh2.Server(
    {
      hostKeys: options.hostKeys.map((pair) => pair.privateText),
      ...(options.ident && { ident: options.ident }),
    },
    (peer) => {
      peers.add(peer);
      peer.on('close', () => peers.delete(peer));
      peer.on('error', () => undefined);
      peer.on('authentication', (context) => {
        if (context.method !== 'publickey') {
          context.reject(['publickey']);
          return;
        }
        if (offered.at(-1) !== lineOf(context)) offered.push(lineOf(context));
        if (isAccepted(context, options.accepted)) context.accept();
        else context.reject(['publickey']);
      });
      peer.on('ready', () => {
        logins++;
        serve(peer, options, forwardings);
      });
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void =>
    peers.forEach((peer) => (peer as unknown as { _sock: { destroy(): void } })._sock.destroy());
  return {
    port: (server.address() as AddressInfo).port,
    logins: () => logins,
    open: () => peers.size,
    offered,
    forwardings,
    cut,
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function lineOf(context: PublicKeyAuthContext): string {
  return `${context.key.algo.replace(/^rsa-sha2-.*/, 'ssh-rsa')} ${context.key.data.toString('base64')}`;
}

function isAccepted(context: PublicKeyAuthContext, accepted: readonly string[] | 'any'): boolean {
  if (accepted !== 'any' && !accepted.includes(lineOf(context))) return false;
  if (!context.signature || !context.blob) return true;
  const key = ssh2.utils.parseKey(context.key.data);
  return !(key instanceof Error) && key.verify(context.blob, context.signature, context.hashAlgo);
}

function serve(peer: Peer, options: ServerOptions, forwardings: string[]): void {
  peer.on('request', (_accept, _reject, name) => void forwardings.push(name));
  if (options.windowAtExec) withholdWindow(peer);
  peer.on('session', (accept) => {
    const session = accept();
    session.on('auth-agent', () => void forwardings.push('agent'));
    session.on('x11', () => void forwardings.push('x11'));
    session.on('exec', (acceptExec, reject, { command }) => {
      if (options.refuseExec) {
        reject();
        return;
      }
      if (options.windowAtExec) grantWindow(peer);
      const channel = acceptExec();
      if (options.exec) options.exec(command, channel, peer);
      else runShell(command, channel);
    });
  });
  peer.on('tcpip', (accept, reject, { destIP, destPort }) => {
    const socket = connect(destPort, destIP);
    socket.once('error', () => reject());
    socket.once('connect', () => {
      const channel = accept();
      socket.on('error', () => channel.end());
      channel.on('error', () => undefined);
      channel.pipe(socket).pipe(channel);
      channel.on('close', () => socket.destroy());
    });
  });
}

function runShell(command: string, channel: ServerChannel): void {
  // A group of its own, so that all of it ends with the channel.
  const child = spawn('/bin/sh', ['-c', command], { detached: true });
  channel.on('close', () => child.pid !== undefined && end(child.pid));
  channel.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  channel.pipe(child.stdin);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  child.on('close', (code) => {
    channel.exit(code ?? 1);
    channel.end();
  });
}

function end(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It had ended by itself.
  }
}

interface Windows {
  _protocol: {
    channelOpenConfirm(remote: number, local: number, window: number, packet: number): void;
    channelWindowAdjust(remote: number, amount: number): void;
  };
  withheld?: number;
}

function withholdWindow(peer: Peer): void {
  const inside = peer as unknown as Windows;
  const confirm = inside._protocol.channelOpenConfirm.bind(inside._protocol);
  inside._protocol.channelOpenConfirm = (remote, local, _window, packet) => {
    inside.withheld = remote;
    confirm(remote, local, 0, packet);
  };
}

function grantWindow(peer: Peer): void {
  const inside = peer as unknown as Windows;
  inside._protocol.channelWindowAdjust(inside.withheld ?? 0, 2 * 1024 * 1024);
}
