import { readdir } from 'node:fs/promises';
import { SandboxFailure } from './failure.ts';
import { machineName } from './places.ts';
import type { Places } from './places.ts';
import { addressIn, chooseSubnet } from './subnet.ts';
import type { Subnet } from './subnet.ts';
import { tool, tryTool } from './tool.ts';

/**
 * A bridge on a subnet nothing here uses, and for each host a namespace with one end of a veth pair in it, the other on
 * the bridge, address set: systemd in the host has nothing left to do about the network. No host has a default route;
 * it reaches this machine (the first address) and its neighbours.
 */
export async function makeNetwork(places: Places, count: number): Promise<Subnet> {
  const subnet = await freeSubnet(places);
  const { bridge } = places;
  const machines = Array.from({ length: count }, (_, at) => machineName(places, at + 1));
  const pairs = machines.flatMap((machine) => [
    `netns add ${machine}`,
    `link add ${machine} type veth peer name eth0 netns ${machine}`,
    `link set ${machine} master ${bridge} up`,
  ]);
  await ipBatch([
    `link add ${bridge} type bridge`,
    `addr add ${addressIn(subnet, 1)}/${subnet.prefix} dev ${bridge}`,
    `link set ${bridge} up`,
    ...pairs,
  ]);
  return subnet;
}

/** Gives the nth host's end of its link an address, and brings it up. */
export async function connectHost(machine: string, address: string, subnet: Subnet): Promise<void> {
  const lines = [`addr add ${address}/${subnet.prefix} dev eth0`, 'link set lo up', 'link set eth0 up'];
  await tool(['ip', '-n', machine, '-batch', '-'], { input: lines.join('\n') });
}

/** Removes every link and namespace of the sandbox, whatever made them; nothing there is success. */
export async function removeNetwork(places: Places): Promise<void> {
  const { links, namespaces } = await networkOf(places);
  const lines = [
    ...links.map((name) => `link delete ${name}`),
    ...namespaces.map((name) => `netns delete ${name}`),
  ];
  // A link goes with its peer, and may have gone with its namespace: what matters is what is left.
  if (lines.length > 0) await tryTool(['ip', '-force', '-batch', '-'], { input: lines.join('\n') });
  const left = await networkOf(places);
  const names = [...left.links, ...left.namespaces];
  if (names.length > 0)
    throw new SandboxFailure(`these could not be removed from the network: ${names.join(' ')}`);
}

/** Links and namespaces that carry the sandbox's name. */
export async function networkOf(places: Places): Promise<{ links: string[]; namespaces: string[] }> {
  const mine = (name: string): boolean => name === places.bridge || name.startsWith(`${places.bridge}-`);
  // Asked of the kernel: in a container, /sys may show the links of another network.
  const links = (await tool(['ip', '-o', 'link', 'show'])).split('\n').map(linkName);
  const namespaces = await readdir('/run/netns').catch(() => []);
  return { links: links.filter(mine), namespaces: namespaces.filter(mine) };
}

/** Name out of `7: fw123456-1@if2: <BROADCAST…`. */
function linkName(line: string): string {
  return /^\d+: ([^:@]+)/.exec(line)?.[1] ?? '';
}

async function freeSubnet(places: Places): Promise<Subnet> {
  const routes = await tool(['ip', '-4', '-o', 'route', 'show', 'table', 'all']);
  const addresses = await tool(['ip', '-4', '-o', 'addr', 'show']);
  const taken = `${routes}\n${addresses}`.match(/\b\d+\.\d+\.\d+\.\d+(\/\d+)?/g) ?? [];
  const subnet = chooseSubnet(Number.parseInt(places.bridge.slice(2), 16), taken);
  if (!subnet) throw new SandboxFailure('no free /20 network in 10.0.0.0/8 is left on this machine');
  return subnet;
}

async function ipBatch(lines: readonly string[]): Promise<void> {
  await tool(['ip', '-batch', '-'], { input: lines.join('\n') });
}
