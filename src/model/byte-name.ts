/**
 * Names of files are bytes, and JSON has only text: what is UTF-8 stands as it is, any other byte as `\xNN`, and a
 * backslash doubled. The two functions are each other's inverse.
 */
export function byteName(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  if (!text.includes('\uFFFD')) return text.replaceAll('\\', '\\\\');
  return pieces(bytes).join('');
}

/** The bytes of such a name. */
export function nameBytes(name: string): Uint8Array {
  if (!name.includes('\\')) return Buffer.from(name);
  const parts = name.split(/(\\x[0-9a-f]{2}|\\\\)/);
  return Buffer.concat(
    parts.map((part) => {
      if (part === '\\\\') return Buffer.from('\\');
      return part.startsWith('\\x') ? Buffer.from(part.slice(2), 'hex') : Buffer.from(part);
    }),
  );
}

/** A text that orders as the name's bytes do: the order of sort(1) in the C locale. */
export function byteKey(name: string): string {
  return Buffer.from(nameBytes(name)).toString('latin1');
}

function pieces(bytes: Uint8Array): readonly string[] {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const found: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes[at] ?? 0);
    try {
      found.push(decoder.decode(bytes.subarray(at, at + length)).replace('\\', '\\\\'));
      at += length;
    } catch {
      found.push(`\\x${(bytes[at] ?? 0).toString(16).padStart(2, '0')}`);
      at += 1;
    }
  }
  return found;
}

/** What the first byte of a character says of its length (RFC 3629). */
function sequenceLength(first: number): number {
  if (first >= 0xf0) return 4;
  if (first >= 0xe0) return 3;
  return first >= 0xc0 ? 2 : 1;
}
