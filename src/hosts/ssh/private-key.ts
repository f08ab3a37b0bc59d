import { readFile } from 'node:fs/promises';
import ssh2 from 'ssh2';
import type { ParsedKey } from 'ssh2';
import { openPartOf } from './openssh-key.ts';

/** A private key's file, read. */
export type PrivateKey =
  | { readonly type: 'key'; readonly path: string; readonly key: ParsedKey; readonly blob: Buffer }
  /** Its passphrase is missing or wrong; the public half is there if the format shows it. */
  | { readonly type: 'locked'; readonly path: string; readonly blob?: Buffer }
  | { readonly type: 'absent'; readonly path: string }
  /** We cannot use the file; an agent may, if it holds the key. */
  | { readonly type: 'unreadable'; readonly path: string; readonly reason: string; readonly blob?: Buffer };

/**
 * Reads a private key: OpenSSH's format (ed25519, ecdsa, rsa) or PEM (rsa, ecdsa). A `.pub` file beside a locked key
 * tells its public half, by which an agent can be asked for it.
 */
export async function readPrivateKey(path: string, passphrase?: string): Promise<PrivateKey> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') return { type: 'unreadable', path, reason: String(code) };
    const blob = await publicHalf(path);
    return blob ? { type: 'locked', path, blob } : { type: 'absent', path };
  }
  return parsePrivateKey(path, text, passphrase, await publicHalf(path));
}

function parsePrivateKey(path: string, text: string, passphrase?: string, beside?: Buffer): PrivateKey {
  const encrypted = isEncrypted(text);
  const parsed: ParsedKey | Error = ssh2.utils.parseKey(text, encrypted ? passphrase : undefined);
  if (!(parsed instanceof Error)) {
    if (parsed.isPrivateKey()) return { type: 'key', path, key: parsed, blob: parsed.getPublicSSH() };
    return { type: 'locked', path, blob: parsed.getPublicSSH() };
  }
  const { blob = beside, cipher = '' } = openPartOf(text) ?? {};
  const half = blob && { blob };
  if (rewritable.test(text) || rewritable.test(cipher))
    return {
      type: 'unreadable',
      path,
      reason: `its format is not known here; \`ssh-keygen -p -f ${path}\` rewrites it`,
      ...half,
    };
  if (encrypted) return { type: 'locked', path, ...half };
  return {
    type: 'unreadable',
    path,
    reason: `${parsed.message}; \`connection: openssh\` may know it`,
    ...half,
  };
}

/** Forms of keys that ssh2 cannot read, with or without a passphrase: PKCS #8, and OpenSSH's own under ChaCha20. */
const rewritable = /^-----BEGIN (ENCRYPTED )?PRIVATE KEY|^chacha20-/;

/** Whether a private key's text needs a passphrase: PEM says so in a header, PKCS #8 in its name, OpenSSH's format inside. */
export function isEncrypted(text: string): boolean {
  if (/^Proc-Type: 4,ENCRYPTED/m.test(text) || text.includes('BEGIN ENCRYPTED PRIVATE KEY')) return true;
  const cipher = openPartOf(text)?.cipher;
  return cipher !== undefined && cipher !== 'none';
}

async function publicHalf(path: string): Promise<Buffer | undefined> {
  try {
    const parsed: ParsedKey | Error = ssh2.utils.parseKey(await readFile(`${path}.pub`, 'utf8'));
    return parsed instanceof Error ? undefined : parsed.getPublicSSH();
  } catch {
    return undefined;
  }
}
