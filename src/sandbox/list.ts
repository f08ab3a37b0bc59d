import { placesOf } from './places.ts';
import { innerInit, keepers } from './processes.ts';
import { readSandbox } from './record.ts';

export interface ListedHost {
  readonly name: string;
  readonly address: string;
  readonly state: 'running' | 'stopped';
  /** Process id of the host's systemd on this machine, while it runs. */
  readonly pid?: number;
}

/** The hosts of a sandbox and whether each runs; none when there is no such sandbox. */
export async function list(name: string): Promise<readonly ListedHost[]> {
  const sandbox = await readSandbox(name);
  if (!sandbox) return [];
  const kept = await keepers(placesOf(name));
  return Promise.all(
    sandbox.hosts.map(async ({ name: host, address, machine }): Promise<ListedHost> => {
      const keeper = kept.get(machine)?.[0];
      const pid = keeper === undefined ? undefined : await innerInit(keeper);
      return {
        name: host,
        address,
        ...(pid === undefined ? { state: 'stopped' } : { state: 'running', pid }),
      };
    }),
  );
}
