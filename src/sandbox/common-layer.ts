import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mountOverlay } from './overlay.ts';
import { overlayOf } from './places.ts';
import type { Places } from './places.ts';
import { removeTree } from './remove-tree.ts';
import type { HostUser } from './sandbox.ts';
import { tool } from './tool.ts';

/** The layer between the base tree and each host: the users, made once for all hosts. Gives its path. */
export async function makeCommonLayer(
  places: Places,
  base: string,
  { users, publicKey }: { readonly users: readonly HostUser[]; readonly publicKey: string },
): Promise<string> {
  const layer = overlayOf(places, '.common');
  await mountOverlay(layer, [base]);
  for (const user of users) await addUser(layer.root, user, publicKey);
  await removeTree(layer.root);
  return layer.upper;
}

async function addUser(root: string, user: HostUser, publicKey: string): Promise<void> {
  const { name, shell } = user;
  const inside = (...argv: string[]): string[] => ['chroot', root, ...argv];
  await tool(inside('useradd', '--create-home', '--shell', shell, name));
  if (user.password !== undefined) await tool(inside('chpasswd'), { input: `${name}:${user.password}\n` });
  const ssh = join(root, 'home', name, '.ssh');
  await mkdir(ssh, { mode: 0o700 });
  await writeFile(join(ssh, 'authorized_keys'), publicKey, { mode: 0o600 });
  await tool(inside('chown', '-R', `${name}:`, `/home/${name}`));
  if (user.sudo !== 'none') {
    const rule = `${name} ALL=(ALL:ALL) ${user.sudo === 'free' ? 'NOPASSWD: ' : ''}ALL\n`;
    await writeFile(join(root, 'etc/sudoers.d', name), rule, { mode: 0o440 });
  }
  if (user.doas) await appendFile(join(root, 'etc/doas.conf'), `permit nopass ${name}\n`, { mode: 0o400 });
}
