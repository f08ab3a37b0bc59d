/** One hop of a ProxyJump. */
export interface Hop {
  readonly alias: string;
  readonly user?: string;
  readonly port?: number;
}

/**
 * Reads `[user@]host[:port]`, several by commas, the one nearest to us first; an IPv6 address with a port stands in
 * brackets, and `ssh://` may stand before a hop (ssh_config(5), ProxyJump). `none` is no hop. Undefined when the text is
 * none of these.
 */
export function parseJump(text: string): readonly Hop[] | undefined {
  if (text.trim().toLowerCase() === 'none' || text.trim() === '') return [];
  const hops = text.split(',').map((hop) => parseHop(hop.trim()));
  return hops.every((hop) => hop !== undefined) ? hops : undefined;
}

const withBrackets = /^\[([^\]]+)\](?::(\d{1,5}))?$/;
const nameAndPort = /^([^:[\]\s]+)(?::(\d{1,5}))?$/;
const bareIpv6 = /^([0-9A-Fa-f:.]+(?:%\w+)?)$/;

function parseHop(text: string): Hop | undefined {
  const plain = text.replace(/^ssh:\/\//, '').replace(/\/$/, '');
  const at = plain.lastIndexOf('@');
  const place = plain.slice(at + 1);
  const [, alias, port] = withBrackets.exec(place) ?? nameAndPort.exec(place) ?? bareIpv6.exec(place) ?? [];
  if (alias === undefined || alias.startsWith('-') || at === 0) return undefined;
  return {
    alias,
    ...(at > 0 && { user: plain.slice(0, at) }),
    ...(port !== undefined && { port: Number(port) }),
  };
}
