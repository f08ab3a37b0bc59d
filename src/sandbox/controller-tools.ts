import { SandboxFailure } from './failure.ts';
import type { Progress } from './progress.ts';
import { tool, tryTool } from './tool.ts';

/** Programs that a sandbox is made with, and the Debian package of each. */
const packageOf: Readonly<Record<string, string>> = {
  'systemd-nspawn': 'systemd-container',
  mmdebstrap: 'mmdebstrap',
  ip: 'iproute2',
  'ssh-keygen': 'openssh-client',
};

/** Installs what is missing on this machine, where apt can; throws a SandboxFailure naming the packages where not. */
export async function installTools(onProgress: Progress): Promise<void> {
  const missing: string[] = [];
  for (const [program, name] of Object.entries(packageOf)) {
    if (!(await isThere(program)) && !(program === 'mmdebstrap' && (await isThere('debootstrap'))))
      missing.push(name);
  }
  if (missing.length === 0) return;
  if (!(await isThere('apt-get')))
    throw new SandboxFailure(`install ${missing.join(', ')} on this machine first`);
  onProgress(`installing ${missing.join(', ')} on this machine`);
  const install = ['apt-get', 'install', '--yes', '--no-install-recommends', ...missing];
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  if ((await tryTool(install, { env })).code === 0) return;
  await tool(['apt-get', 'update']);
  await tool(install, { env });
}

async function isThere(program: string): Promise<boolean> {
  return (await tryTool(['sh', '-c', 'command -v "$1"', 'sh', program])).code === 0;
}
