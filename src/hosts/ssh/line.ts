import type { Client } from 'ssh2';
import type { Spawn } from '../run/pipe.ts';
import { visible } from '../visible.ts';
import { spawnOver } from './spawn.ts';

/** An authenticated ssh2 client with a memory of why it ended. */
export class Line {
  readonly client: Client;
  readonly spawn: Spawn;
  #why = 'the connection to the host was lost';

  constructor(client: Client) {
    this.client = client;
    this.spawn = spawnOver(client, () => this.#why);
    client.on('error', (error: Error & { level?: string }) => {
      if (error.level === 'client-timeout') this.#why = 'the host has stopped answering';
      else if (error.level !== 'agent')
        this.#why = `the connection to the host was lost: ${visible(error.message)}`;
    });
  }

  /** Says goodbye and hangs up; a peer that does not hang up in turn is not waited for. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.client.destroy(), 500);
      this.client.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
      if (!this.#isOpen()) resolve();
      this.client.end();
    });
  }

  #isOpen(): boolean {
    const socket = (this.client as unknown as { _sock?: { destroyed?: boolean } })._sock;
    return socket?.destroyed === false;
  }
}
