import { readFile, writeFile } from 'node:fs/promises';
import { inventoryText, knownHostsText, sshConfigText } from './inventory.ts';
import { placesOf } from './places.ts';
import type { Places } from './places.ts';
import type { Sandbox } from './sandbox.ts';

/** Writes what leads to the hosts (inventory, ssh_config, known_hosts) and the record that `readSandbox` reads. */
export async function writeSandbox(places: Places, sandbox: Sandbox): Promise<void> {
  await writeFile(places.inventory, inventoryText(sandbox));
  await writeFile(places.knownHosts, knownHostsText(sandbox.hosts));
  await writeFile(places.sshConfig, sshConfigText(sandbox, places.knownHosts));
  await writeFile(places.record, `${JSON.stringify(sandbox, undefined, 2)}\n`);
}

/** The sandbox of that name as it was made; undefined when there is none. Its hosts may have died since. */
export async function readSandbox(name: string): Promise<Sandbox | undefined> {
  const text = await readFile(placesOf(name).record, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Sandbox);
}
