import { byteName } from '../../model/byte-name.ts';
import type { SeenEntry } from './actual.ts';

/** Cuts NUL-ended records. */
export function records(bytes: Uint8Array): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  let at = 0;
  for (let end = bytes.indexOf(0); end !== -1; end = bytes.indexOf(0, at)) {
    found.push(bytes.subarray(at, end));
    at = end + 1;
  }
  return found;
}

const types: Readonly<Record<string, SeenEntry['type']>> = { f: 'file', l: 'link', d: 'directory' };
const special: Readonly<Record<string, string>> = {
  p: 'a FIFO',
  s: 'a socket',
  b: 'a block device',
  c: 'a character device',
};

/** What a host tells of a tree. */
export interface Listing {
  readonly entries: ReadonlyMap<string, SeenEntry>;
  /** Told not to be there. */
  readonly lacks: ReadonlySet<string>;
}

/**
 * Parses the `TYPE MODE OWNER SIZE TIME DEVICE PATH` and link target, NUL after each, that find printed, and the `- PATH`
 * of what is not there. Null where it is none; a name that leads out of the tree is none either.
 */
export function readListing(bytes: Uint8Array): Listing | null {
  const parts = records(bytes);
  if (parts.length % 2 !== 0) return null;
  const entries = new Map<string, SeenEntry>();
  const lacks = new Set<string>();
  for (let index = 0; index < parts.length; index += 2) {
    const whole = byteName(parts[index] ?? new Uint8Array());
    const missing = whole.startsWith('- ') ? treePath(whole.slice(2)) : undefined;
    const entry = missing === undefined ? readEntry(whole, parts[index + 1] ?? new Uint8Array()) : undefined;
    if (entry === null || missing === null) return null;
    if (entry !== undefined) entries.set(entry.path, entry);
    if (missing !== undefined) lacks.add(missing);
  }
  return { entries, lacks };
}

function readEntry(whole: string, target: Uint8Array): SeenEntry | null {
  const match = /^(\S) (\S+) (\S+) (\d+) (\S+) (\d+) (.+)$/s.exec(whole);
  if (match === null) return null;
  const [, letter = '', mode = '', owner = '', size = '', time = '', device = '', name = ''] = match;
  const path = treePath(name);
  if (path === null) return null;
  const type = types[letter] ?? 'other';
  const seen = { path, type, mode, owner, size: Number(size) };
  switch (type) {
    case 'file':
      return { ...seen, record: `f ${mode} ${owner} ${size} ${time}` };
    case 'directory':
      return { ...seen, device, record: `d ${mode} ${owner}` };
    case 'link':
      return { ...seen, target: byteName(target), record: `l ${owner} ${time}` };
    case 'other':
      return { ...seen, what: special[letter] ?? 'a special file', record: `o ${letter}` };
  }
}

/** `./a/b` → `a/b`; null for what no find of ours prints. */
function treePath(name: string): string | null {
  if (name === '.') return name;
  if (!name.startsWith('./')) return null;
  const path = name.slice(2);
  return path.split('/').some((part) => part === '' || part === '.' || part === '..') ? null : path;
}

/** `SHA256  ./PATH` of sha256sum -z. */
export function readHashes(bytes: Uint8Array): ReadonlyMap<string, string> {
  const lines = records(bytes).map(byteName);
  return new Map(lines.map((line) => [line.slice(68), line.slice(0, 64)]));
}

/**
 * `TYPE SIZE CTIME ./PATH` of each file, NUL after it, a NUL, their bytes, and the first again. Where these are not the same,
 * files have changed while they were read, and none is told. What is no text is left out.
 */
export function readTexts(bytes: Uint8Array): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const end = bytes.findIndex((byte, index) => byte === 0 && (index === 0 || bytes[index - 1] === 0));
  const before = bytes.subarray(0, Math.max(0, end));
  const after = bytes.subarray(bytes.length - before.length);
  if (!Buffer.from(before).equals(after)) return texts;
  let at = end + 1;
  for (const record of records(before)) {
    const [, size = '', name = ''] = /^f (\d+) \S+ \.\/(.+)$/s.exec(byteName(record)) ?? [];
    const next = at + Number(size);
    if (name === '' || next + before.length > bytes.length) break;
    const text = asText(bytes.subarray(at, next));
    if (text !== undefined) texts.set(name, text);
    at = next;
  }
  return texts;
}

/** Undefined for bytes that are no text. */
export function asText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
