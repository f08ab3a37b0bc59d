import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { basePackages, leftOut, maskedUnits } from './base-contents.ts';
import type { Mirror } from './mirror.ts';
import { tool, tryTool } from './tool.ts';

/** Puts a Debian tree, ready to be the lower layer of hosts, into the new directory `target`. */
export async function buildBase(target: string, mirror: Mirror): Promise<void> {
  const env = await proxyEnvironment();
  const quick = (await tryTool(['mmdebstrap', '--version'])).code === 0;
  await tool(quick ? mmdebstrapCommand(target, mirror) : debootstrapCommand(target, mirror), { env });
  await finish(target);
}

function mmdebstrapCommand(target: string, mirror: Mirror): string[] {
  return [
    ...['mmdebstrap', '--quiet', '--mode=root', '--variant=minbase', '--format=directory'],
    `--include=${basePackages.join(',')}`,
    ...(mirror.keyring ? [`--keyring=${mirror.keyring}`] : []),
    ...leftOut.map((path) => `--dpkgopt=path-exclude=${path}`),
    ...['--dpkgopt=force-unsafe-io', '--aptopt=Acquire::Languages "none"'],
    ...[mirror.suite, target, mirror.uri],
  ];
}

function debootstrapCommand(target: string, mirror: Mirror): string[] {
  return [
    ...['debootstrap', '--variant=minbase', `--include=${basePackages.join(',')}`],
    ...(mirror.keyring ? [`--keyring=${mirror.keyring}`] : []),
    ...[mirror.suite, target, mirror.uri],
  ];
}

/** Takes out what must differ between hosts, and quiets what a throwaway host does not need. */
async function finish(tree: string): Promise<void> {
  await tool(['sh', '-c', 'rm -f "$1"/etc/ssh/ssh_host_*', 'sh', tree]);
  await writeFile(join(tree, 'etc/machine-id'), '');
  await writeFile(join(tree, 'etc/resolv.conf'), '');
  for (const unit of maskedUnits) {
    const link = join(tree, 'etc/systemd/system', unit);
    await rm(link, { force: true });
    await symlink('/dev/null', link);
  }
  await tool(['chroot', tree, 'apt-get', 'clean']);
  await mkdir(join(tree, 'etc/ssh/sshd_config.d'), { recursive: true });
  await writeFile(join(tree, 'etc/ssh/sshd_config.d/sandbox.conf'), sshdConfig);
}

/** One host key of the quick kind is enough, and names are not looked up where there is nobody to ask. */
const sshdConfig = 'HostKey /etc/ssh/ssh_host_ed25519_key\nUseDNS no\n';

/** A proxy that apt uses here, for programs that do not read apt's settings. */
async function proxyEnvironment(): Promise<Record<string, string>> {
  const asked = await tryTool(['apt-config', 'dump', '--format', '%v', 'Acquire::http::Proxy']);
  const proxy = asked.code === 0 ? asked.stdout.trim() : '';
  return proxy ? { http_proxy: proxy } : {};
}
