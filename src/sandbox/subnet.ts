/** An IPv4 network; `base` is its first address as a number. */
export interface Subnet {
  readonly base: number;
  readonly prefix: number;
}

const prefix = 20;
const size = 2 ** (32 - prefix);
const tenNet = 10 * 2 ** 24;
const choices = 2 ** 24 / size;

/**
 * A /20 in 10.0.0.0/8 that overlaps none of `taken` (`10.1.2.3/24`, a bare address counts as /32; `default` and what
 * is not IPv4 are passed over). The search starts at a place given by `seed`, so that sandboxes rarely meet.
 * Undefined when all are taken.
 */
export function chooseSubnet(seed: number, taken: readonly string[]): Subnet | undefined {
  const used = taken.flatMap((text) => parseSubnet(text) ?? []);
  for (let step = 0; step < choices; step++) {
    const base = tenNet + ((seed + step) % choices) * size;
    if (!used.some((other) => overlap({ base, prefix }, other))) return { base, prefix };
  }
  return undefined;
}

/** The nth address, in dots; 1 is the controller's. */
export function addressIn(subnet: Subnet, index: number): string {
  const number = subnet.base + index;
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
}

function parseSubnet(text: string): Subnet | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)(?:\/(\d+))?$/.exec(text);
  if (!match) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = match.slice(1, 5).map(Number);
  const bits = match[5] === undefined ? 32 : Number(match[5]);
  const number = ((a * 256 + b) * 256 + c) * 256 + d;
  const span = 2 ** (32 - bits);
  return { base: Math.floor(number / span) * span, prefix: bits };
}

function overlap(one: Subnet, other: Subnet): boolean {
  const end = (subnet: Subnet): number => subnet.base + 2 ** (32 - subnet.prefix);
  return one.base < end(other) && other.base < end(one);
}
