import type { Unreachable } from '../connection.ts';
import { unreachable } from '../unreachable.ts';
import { fingerprint } from './fingerprint.ts';
import type { KnownHost } from './entry.ts';
import { lookupNames } from './judge.ts';
import type { LookupNames, ShownKey, Verdict } from './judge.ts';

/** Whose key was refused, for the message. */
export interface Refused {
  /** As the inventory or a ProxyJump calls it. */
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly names: LookupNames;
  /** The jump host before it: from here it cannot be asked for its key. */
  readonly through?: string;
  /** The file to which a person would add the key. */
  readonly file: string;
}

/** Says why a key is not trusted and how to make it so, once it has been compared with the host's own. */
export function explainVerdict(
  verdict: Exclude<Verdict, { type: 'trusted' }>,
  shown: ShownKey,
  who: Refused,
): Unreachable {
  const key = `${shown.type} ${fingerprint(Buffer.from(shown.base64, 'base64'))}`;
  switch (verdict.type) {
    case 'revoked':
      return refuse(
        `the host key of ${who.host} is revoked: ${key} (${at(verdict.by)})`,
        'give the host a new key',
      );
    case 'changed':
      return refuse(
        `the host key of ${who.host} has changed: it shows ${key}, but ${verdict.by.map(at).join(', ')} has another`,
        `if the host was set up anew, compare the fingerprint with the host's own, then ${replace(verdict.by, who)}; ` +
          'if not, somebody may be between you and it',
      );
    case 'other-type':
      return refuse(
        `no ${shown.type} host key of ${who.host} is known, only ${verdict.known.map((entry) => `${entry.type} (${at(entry)})`).join(', ')}; it shows ${key}`,
        arePinned(verdict.known) ? 'add the key to `host_key` in the inventory' : add(shown, who),
      );
    case 'authority':
      return refuse(
        `${who.host} is vouched for by a certificate authority only (${at(verdict.by)}), which the built-in client cannot verify`,
        'set `connection: openssh` for the host',
      );
    case 'unknown':
      return refuse(`the host key of ${who.host} is unknown: ${key}`, add(shown, who));
  }
}

function refuse(message: string, fix: string): Unreachable {
  return unreachable('host-key', message, fix);
}

function at(entry: KnownHost): string {
  return entry.line === 0 ? entry.file : `${entry.file}:${entry.line}`;
}

function add(shown: ShownKey, who: Refused): string {
  const key = `${shown.type} ${shown.base64}`;
  return (
    `compare the fingerprint with the host's own (\`ssh-keygen -lf /etc/ssh/ssh_host_…_key.pub\`), then ` +
    `\`${remember(key, who)} >> ${who.file}\`, or in the inventory \`host_key: "${key}"\``
  );
}

/** ssh-keyscan knows neither jump hosts nor aliases. */
function remember(key: string, who: Refused): string {
  const { address, port, names } = who;
  const direct = who.through === undefined && names.name === lookupNames(address, port).name;
  return direct ? `ssh-keyscan ${port === 22 ? '' : `-p ${port} `}${address}` : `echo '${names.name} ${key}'`;
}

function replace(entries: readonly KnownHost[], who: Refused): string {
  return arePinned(entries)
    ? 'change the `host_key` in the inventory'
    : `\`ssh-keygen -R '${who.names.name}' -f ${entries[0]?.file ?? ''}\` and add the new one`;
}

function arePinned(entries: readonly KnownHost[]): boolean {
  return entries.some((entry) => entry.line === 0);
}
