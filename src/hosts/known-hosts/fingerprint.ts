import { createHash } from 'node:crypto';

/** A key's fingerprint as ssh shows it: `SHA256:` and the base64 hash of its blob without padding. */
export function fingerprint(blob: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

/** The type that a key's blob names itself: its first string (RFC 4253, 6.6). Empty when it is no key. */
export function keyType(blob: Uint8Array): string {
  if (blob.length < 4) return '';
  const length = new DataView(blob.buffer, blob.byteOffset, 4).getUint32(0);
  return length <= 64 && blob.length >= 4 + length
    ? Buffer.from(blob.subarray(4, 4 + length)).toString('latin1')
    : '';
}
