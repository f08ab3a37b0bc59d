import type { Host } from '../model/host.ts';
import type { Connection, Unreachable } from './connection.ts';
import type { Connect } from './connector.ts';

/** So many lines stay open between looking and acting; past it a host is connected to again. */
const mostOpen = 256;

/** Keeps the line to a host open from its look to its run, so that both cost one handshake. */
export class OpenLines {
  readonly #connect: Connect;
  readonly #open = new Map<string, Connection>();

  constructor(connect: Connect) {
    this.#connect = connect;
  }

  /** The open line to a host, or a new one; `fresh` does not trust one that is open. */
  async line(host: Host, fresh = false): Promise<Connection | Unreachable> {
    if (fresh) await this.release(host);
    const open = this.#open.get(host.name);
    if (open !== undefined && open.isOpen?.() !== false) return open;
    const connection = await this.#connect(host);
    if (!('type' in connection)) this.#open.set(host.name, connection);
    return connection;
  }

  /** The host will be needed again, if there is room for one more line; else it is closed. */
  async keep(host: Host): Promise<void> {
    if (this.#open.size > mostOpen) await this.release(host);
  }

  /** The host is needed no longer. */
  async release(host: Host): Promise<void> {
    const open = this.#open.get(host.name);
    this.#open.delete(host.name);
    await open?.close();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map((open) => open.close()));
    this.#open.clear();
  }
}
