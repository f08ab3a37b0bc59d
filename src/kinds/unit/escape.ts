const plain = /[A-Za-z0-9:_.]/;

/**
 * Any text → the form in which it may stand in a unit name, as `systemd-escape` writes it (systemd.unit(5), "String
 * escaping for inclusion in unit names"): `/` becomes `-`, and what is not allowed becomes `\xNN` byte by byte.
 */
export function escapeUnit(text: string): string {
  let escaped = '';
  for (const [index, byte] of new TextEncoder().encode(text).entries()) {
    const character = String.fromCharCode(byte);
    if (character === '/') escaped += '-';
    else if (plain.test(character) && !(character === '.' && index === 0)) escaped += character;
    else escaped += `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return escaped;
}

/** The reverse of `escapeUnit`; undefined when an escape is broken or the bytes are not UTF-8. */
export function unescapeUnit(escaped: string): string | undefined {
  if (/\\(?!x[0-9A-Fa-f]{2})/.test(escaped)) return undefined;
  const bytes: number[] = [];
  for (const [part] of escaped.matchAll(/\\x..|[^\\]+/g)) {
    if (part.startsWith('\\')) bytes.push(Number.parseInt(part.slice(2), 16));
    else bytes.push(...new TextEncoder().encode(part.replaceAll('-', '/')));
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return undefined; // TextDecoder has no other way to say "not UTF-8"
  }
}

/**
 * A path → the name of its mount, swap or device unit without the suffix, as `systemd-escape --path` writes it: `/`
 * is `-`, surplus slashes and `.` go. Undefined for a path with `..`, which systemd refuses.
 */
export function escapePath(path: string): string | undefined {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) return undefined;
  return parts.length === 0 ? '-' : escapeUnit(parts.join('/'));
}
