import { readFileSync } from 'node:fs';
import { platform } from 'node:os';

const instead =
  'Rent a small virtual machine with Debian 12 and run the sandbox in it as root, or write an inventory of hosts of your own.';

/** Bits of the effective capability set: CAP_NET_ADMIN, CAP_SYS_ADMIN. */
const needed = (1n << 12n) | (1n << 21n);

/** Why this process can start no sandbox, and what to do instead; undefined when it can. */
export function whyNoSandbox(): string | undefined {
  if (platform() !== 'linux')
    return `A sandbox is made of Linux containers, and this is ${platform()}. ${instead}`;
  if (process.getuid?.() !== 0)
    return `A sandbox mounts file systems and makes networks, so it needs root: try sudo. ${instead}`;
  const status = readFileSync('/proc/self/status', 'utf8');
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`);
  if ((effective & needed) === needed) return undefined;
  return `This root may not mount or make networks (it is in a container without those rights). ${instead}`;
}
