import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import type { Unreachable, Way } from '../connection.ts';
import type { Spawn } from '../run/pipe.ts';
import { unreachable } from '../unreachable.ts';
import { visible } from '../visible.ts';
import { spawnOver } from './spawn.ts';
import { whereIs } from './target.ts';
import type { Target } from './target.ts';

/** An authenticated ssh2 client with a memory of why it ended. */
export class Line {
  readonly spawn: Spawn;
  readonly #client: Client;
  readonly #closed: Promise<void>;
  #open = true;
  #why = 'the connection to the host was lost';

  readonly way: Way;

  constructor(client: Client, way: Way) {
    this.way = way;
    this.#client = client;
    this.spawn = spawnOver(client, this);
    this.#closed = new Promise((resolve) => {
      client.on('close', () => {
        this.#open = false;
        resolve();
      });
    });
    client.on('error', (error: Error & { level?: string }) => {
      if (error.level === 'client-timeout') this.#why = 'the host has stopped answering';
      else if (error.level !== 'agent')
        this.#why = `the connection to the host was lost: ${visible(error.message)}`;
    });
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** Resolves when the connection is gone, by us or by the peer. */
  get closed(): Promise<void> {
    return this.#closed;
  }

  whyLost(): string {
    return this.#why;
  }

  /** A stream to another host through this one, which sshd opens for us (RFC 4254, 7.2). */
  tunnel(target: Target): Promise<Duplex | Unreachable> {
    return new Promise((resolve) => {
      let waiting = true;
      const settle = (result: Duplex | Unreachable): void => {
        waiting = false;
        clearTimeout(timer);
        resolve(result);
      };
      const refuse = (why: string): void =>
        settle(unreachable('connect', `${whereIs(target)} cannot be reached: ${visible(why)}`));
      const seconds = target.connectTimeoutMs / 1000;
      const timer = setTimeout(() => refuse(`no answer within ${seconds} s`), target.connectTimeoutMs);
      if (!this.#open) {
        refuse(this.#why);
        return;
      }
      this.#client.forwardOut('127.0.0.1', 0, target.address, target.port, (error, channel) => {
        if (error) refuse(this.#open ? error.message : this.#why);
        else if (waiting) settle(channel);
        else channel.close();
      });
    });
  }

  /** Says goodbye and hangs up; a peer that does not hang up in turn is not waited for. */
  async close(): Promise<void> {
    if (!this.#open) return;
    const timer = setTimeout(() => this.#client.destroy(), 500);
    this.#client.end();
    await this.#closed;
    clearTimeout(timer);
  }
}
