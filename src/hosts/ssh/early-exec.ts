import type { Client, ClientChannel } from 'ssh2';
import type { Launch } from '../run/pipe.ts';

/*
 * A script in two round trips instead of three.
 *
 * sshd opens a session channel with a window of zero and widens it to 2 MiB when it carries out `exec` (channels.c,
 * channel_set_fds), so a client that obeys the window waits once for the channel, once for the window, and once for the
 * output. But sshd handles packets in order: data sent right behind the exec request find the window open. And if the
 * request fails, the channel is not open and the data are dropped (channels.c, channel_input_data). So to OpenSSH, and
 * only to OpenSSH, the first piece of standard input and its end go with the request; both are taken off the window
 * afterwards. Other servers grant a window with the channel and lose at most one round trip.
 *
 * ssh2 has no public way to write before the reply, hence the narrow look at its protocol object. Where an ssh2 of
 * the future has none of it, everything still works, one round trip slower; a test counts them.
 */

/** Well below the 2 MiB that every OpenSSH since 5.0 grants. */
const earlyBytes = 256 * 1024;
/** What sshd takes in one packet (RFC 4253, 6.1, and channels.h, CHAN_SES_PACKET_DEFAULT). */
const packetBytes = 32 * 1024;

interface Protocol {
  exec(channel: number, command: Buffer | string, wantReply: boolean): void;
  channelData(channel: number, data: Buffer): void;
  channelEOF(channel: number): void;
}

interface Insides {
  readonly _protocol?: Partial<Protocol>;
  readonly _remoteVer?: string;
  readonly _sock?: { cork?: () => void; uncork?: () => void };
}

interface Early {
  readonly data: Uint8Array;
  readonly ends: boolean;
  sent: number;
}

/**
 * Hands a command line to the host's login shell and sends the launch's input; the callback has the channel, or what went
 * wrong. Throws, as ssh2 does, when the connection is gone.
 */
export function execEarly(
  client: Client,
  line: string,
  launch: Launch,
  callback: (error: Error | undefined, channel: ClientChannel) => void,
): void {
  const early: Early = { data: launch.input, ends: launch.inputEnds, sent: 0 };
  // ssh2 passes the command on as it is: a buffer of its own tells one exec from another on the same connection.
  const command = Buffer.from(line);
  const hooked = hook(client as Insides, command, early);
  client.exec(command as unknown as string, (error, channel) => {
    if (hooked) hooks.get(hooked)?.delete(command);
    if (error) {
      callback(error, channel);
      return;
    }
    settleWindow(channel, early);
    if (early.sent < launch.input.length) channel.write(launch.input.subarray(early.sent));
    if (launch.inputEnds) channel.end();
    callback(undefined, channel);
  });
}

/** Takes what was sent early off the window, and remembers that the end was sent. */
function settleWindow(channel: ClientChannel, early: Early): void {
  if (early.sent === 0) return;
  const { outgoing } = channel as unknown as { outgoing: { window: number; state: string } };
  outgoing.window -= early.sent;
  if (early.ends && early.sent === early.data.length) outgoing.state = 'eof';
}

const hooks = new WeakMap<Protocol, Map<Buffer | string, Early>>();

function hook(client: Insides, command: Buffer, early: Early): Protocol | undefined {
  const protocol = client._protocol;
  if (!protocol || !isProtocol(protocol) || !client._remoteVer?.startsWith('OpenSSH_')) return undefined;
  let waiting = hooks.get(protocol);
  if (!waiting) {
    waiting = new Map();
    hooks.set(protocol, waiting);
    sendAlong(protocol, waiting, client._sock ?? {});
  }
  waiting.set(command, early);
  return protocol;
}

function isProtocol(protocol: Partial<Protocol>): protocol is Protocol {
  const { exec, channelData, channelEOF } = protocol;
  return [exec, channelData, channelEOF].every((method) => typeof method === 'function');
}

function sendAlong(
  protocol: Protocol,
  waiting: Map<Buffer | string, Early>,
  socket: NonNullable<Insides['_sock']>,
): void {
  const exec = protocol.exec.bind(protocol);
  protocol.exec = (channel, command, wantReply) => {
    const early = waiting.get(command);
    if (!early) {
      exec(channel, command, wantReply);
      return;
    }
    // One segment for all of it, although each packet is a write of its own and Nagle is off.
    socket.cork?.();
    exec(channel, command, wantReply);
    for (; early.sent < Math.min(early.data.length, earlyBytes); early.sent += packetBytes)
      protocol.channelData(channel, Buffer.from(early.data.subarray(early.sent, early.sent + packetBytes)));
    early.sent = Math.min(early.sent, early.data.length);
    if (early.ends && early.sent === early.data.length) protocol.channelEOF(channel);
    socket.uncork?.();
  };
}
