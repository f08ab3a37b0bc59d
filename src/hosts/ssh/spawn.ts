import type { Client, ClientChannel } from 'ssh2';
import type { Listener, Pipe, PipeEnd, Spawn } from '../run/pipe.ts';
import { portableLine } from '../run/portable-line.ts';
import { execEarly } from './early-exec.ts';

/** What is known of a connection when one of its channels ends without a word. */
export interface Fate {
  readonly isOpen: boolean;
  whyLost(): string;
}

/** Starts programs over an authenticated ssh2 connection, each on a channel of its own. */
export function spawnOver(client: Client, fate: Fate): Spawn {
  return (launch, listener) => {
    let over = false;
    const ended = (end: PipeEnd): void => {
      if (over) return;
      over = true;
      listener.ended(end);
    };
    const pipe = new ChannelPipe();
    const line = portableLine(launch.words);
    try {
      execEarly(client, line, launch, (error, channel) => {
        if (error) {
          ended(startFailure(error, fate));
          return;
        }
        listen(channel, listener, ended, fate);
        pipe.open(channel);
      });
    } catch {
      // ssh2 throws when its socket is gone; the caller must have its pipe before it hears of the end.
      queueMicrotask(() => ended({ type: 'lost', message: fate.whyLost() }));
    }
    return pipe;
  };
}

function listen(channel: ClientChannel, listener: Listener, ended: (end: PipeEnd) => void, fate: Fate): void {
  let end: PipeEnd | undefined;
  channel.on('data', (chunk: Buffer) => listener.stdout(chunk));
  channel.stderr.on('data', (chunk: Buffer) => listener.stderr(chunk));
  // What a host does to a channel is reported by `exit` and `close`; a write after that is nobody's error.
  channel.on('error', () => undefined);
  channel.on('exit', (code: number | null, signal?: string) => {
    end = code === null ? { type: 'killed', signal: signal ?? 'a signal' } : { type: 'exited', code };
  });
  channel.on('close', () => ended(end ?? { type: 'lost', message: fate.whyLost() }));
}

function startFailure(error: Error, fate: Fate): PipeEnd {
  return fate.isOpen ? { type: 'denied', message: error.message } : { type: 'lost', message: fate.whyLost() };
}

/** Standard input of a program whose channel may still be opening. */
class ChannelPipe implements Pipe {
  #channel: ClientChannel | undefined;
  readonly #waiting: ((channel: ClientChannel) => void)[] = [];

  open(channel: ClientChannel): void {
    this.#channel = channel;
    for (const act of this.#waiting) act(channel);
  }

  write(bytes: Uint8Array, taken?: () => void): void {
    this.#whenOpen((channel) => void channel.write(bytes, () => taken?.()));
  }

  end(): void {
    this.#whenOpen((channel) => void channel.end());
  }

  cut(): void {
    this.#whenOpen((channel) => channel.close());
  }

  #whenOpen(act: (channel: ClientChannel) => void): void {
    if (this.#channel) act(this.#channel);
    else this.#waiting.push(act);
  }
}
