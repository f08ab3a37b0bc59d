import type { Connection, Unreachable } from '../hosts/connection.ts';
import type { Connect } from '../hosts/connector.ts';
import { OpenLines } from '../hosts/open-lines.ts';
import type { Host } from '../model/host.ts';

/** The ways to the hosts of one command, by name; open from the look to the run. */
export interface Reach {
  readonly connect: (host: string, fresh: boolean) => Promise<Connection | Unreachable>;
  /** The host will be needed again. */
  readonly keep: (host: string) => Promise<void>;
  readonly release: (host: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** `hosts` are those of the inventory; a name that is not among them (of a saved plan, say) cannot be reached. */
export function reach(hosts: ReadonlyMap<string, Host>, connect: Connect): Reach {
  const lines = new OpenLines(connect);
  const on = async (name: string, act: (host: Host) => Promise<void>): Promise<void> => {
    const host = hosts.get(name);
    if (host !== undefined) await act(host);
  };
  return {
    connect: (name, fresh) => {
      const host = hosts.get(name);
      if (host !== undefined) return lines.line(host, fresh);
      const missing: Unreachable = {
        type: 'unreachable',
        stage: 'config',
        message: `${name} is not in the inventory`,
      };
      return Promise.resolve(missing);
    },
    keep: (name) => on(name, (host) => lines.keep(host)),
    release: (name) => on(name, (host) => lines.release(host)),
    close: () => lines.close(),
  };
}
