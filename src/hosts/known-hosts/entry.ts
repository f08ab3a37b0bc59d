/** A line of a known_hosts file, or a host_key of the inventory. */
export interface KnownHost {
  readonly marker: 'none' | 'revoked' | 'cert-authority';
  /** As written: names and patterns by commas, or one hashed name. */
  readonly hosts: string;
  /** As in the key's blob: `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa` … */
  readonly type: string;
  readonly base64: string;
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/**
 * Reads a known_hosts file as sshd(8), SSH_KNOWN_HOSTS FILE FORMAT, has it. Lines it does not understand are passed
 * over, as ssh does; a line with an unknown marker trusts nothing.
 */
export function parseKnownHosts(text: string, file: string): readonly KnownHost[] {
  const entries: KnownHost[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const entry = parseLine(line, file, index + 1);
    if (entry) entries.push(entry);
  }
  return entries;
}

function parseLine(text: string, file: string, line: number): KnownHost | undefined {
  const words = text.trim().split(/[ \t]+/);
  const marked = text.trimStart().startsWith('@');
  const marker = marked ? markers.get(words[0] ?? '') : 'none';
  const [hosts = '', type, base64] = marked ? words.slice(1) : words;
  if (marker === undefined || hosts.startsWith('#') || type === undefined || base64 === undefined)
    return undefined;
  return { marker, hosts, type, base64, file, line };
}

const markers = new Map<string, KnownHost['marker']>([
  ['@revoked', 'revoked'],
  ['@cert-authority', 'cert-authority'],
]);
