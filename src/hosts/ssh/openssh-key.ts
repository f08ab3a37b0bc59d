/**
 * The open part of a private key in OpenSSH's own format (PROTOCOL.key): which cipher locks it and its public half, both
 * readable without the passphrase.
 */
export function openPartOf(text: string): { readonly cipher: string; readonly blob: Buffer } | undefined {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END/.exec(text)?.[1];
  if (body === undefined) return undefined;
  const bytes = Buffer.from(body, 'base64');
  if (!bytes.subarray(0, magic.length).equals(magic)) return undefined;
  let at = magic.length;
  const next = (): Buffer | undefined => {
    if (at + 4 > bytes.length) return undefined;
    const length = bytes.readUInt32BE(at);
    at += 4 + length;
    return at <= bytes.length ? bytes.subarray(at - length, at) : undefined;
  };
  const cipher = next()?.toString('latin1');
  next();
  next();
  at += 4;
  const blob = next();
  return cipher === undefined || blob === undefined ? undefined : { cipher, blob };
}

const magic = Buffer.from('openssh-key-v1\0', 'latin1');
