import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Fleet } from './fleet.ts';

/** A directory with an inventory of a fleet, and whatever a test writes beside it. */
export interface Project {
  readonly dir: string;
  /** Writes a file by its path in the project, directories and all. */
  write(path: string, text: string): Promise<void>;
  remove(): Promise<void>;
}

/** Settings of an inventory as they stand in the file. */
type Settings = Readonly<Record<string, unknown>>;

export interface ProjectOptions {
  /** Over `user: deploy`, `become: sudo` and the sandbox's key. */
  readonly defaults?: Settings;
  /** Settings of single hosts, over their address and pinned key; or another host altogether. */
  readonly hosts?: Readonly<Record<string, Settings>>;
  readonly groups?: Readonly<Record<string, Settings>>;
  /** Text by path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Makes a project in a new temporary directory, its `fleetwright.yaml` naming the inventory. */
export async function makeProject(fleet: Fleet, options: ProjectOptions = {}): Promise<Project> {
  const dir = await mkdtemp(join(tmpdir(), 'fleetwright-'));
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text);
  };
  await write('fleetwright.yaml', 'inventory: inventory.yaml\n');
  await write('inventory.yaml', inventoryOf(fleet, options));
  for (const [path, text] of Object.entries(options.files ?? {})) await write(path, text);
  return { dir, write, remove: () => rm(dir, { recursive: true, force: true }) };
}

/** JSON is YAML, and says what is meant. */
function inventoryOf(fleet: Fleet, { defaults, hosts = {}, groups }: ProjectOptions): string {
  const own = fleet.hosts.map(({ name, address, hostKey }) => [
    name,
    { address, host_key: hostKey, ...hosts[name] },
  ]);
  const document = {
    defaults: { user: 'deploy', become: 'sudo', identity_file: fleet.sandbox.identity, ...defaults },
    hosts: { ...hosts, ...(Object.fromEntries(own) as object) },
    ...(groups ? { groups } : {}),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
