import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeKey } from './make-key.ts';
import { mountOverlay } from './overlay.ts';
import { hostName, machineName, overlayOf } from './places.ts';
import type { Places } from './places.ts';
import type { SandboxHost } from './sandbox.ts';
import { addressIn } from './subnet.ts';
import type { Subnet } from './subnet.ts';

/** Makes the file system of the nth host: its name, its addresses and its own host key, over the shared layers. */
export async function seedHost(
  places: Places,
  index: number,
  { subnet, layers }: { readonly subnet: Subnet; readonly layers: readonly string[] },
): Promise<SandboxHost> {
  const name = hostName(index);
  const overlay = overlayOf(places, name);
  const etc = join(overlay.upper, 'etc');
  await mkdir(join(etc, 'ssh'), { recursive: true });
  await writeFile(join(etc, 'hostname'), `${name}\n`);
  await writeFile(join(etc, 'hosts'), hostsText(name, addressIn(subnet, 1)));
  const key = join(etc, 'ssh/ssh_host_ed25519_key');
  await makeKey(key, name);
  const [type = '', base64 = ''] = (await readFile(`${key}.pub`, 'utf8')).split(' ');
  await mountOverlay(overlay, layers);
  return {
    name,
    address: addressIn(subnet, index + 1),
    hostKey: `${type} ${base64}`,
    root: overlay.root,
    machine: machineName(places, index),
    log: join(places.state, `${name}.log`),
  };
}

/** A host that cannot look up its own name makes sudo complain. */
function hostsText(name: string, controller: string): string {
  return `127.0.0.1 localhost\n127.0.1.1 ${name}\n${controller} controller\n`;
}
