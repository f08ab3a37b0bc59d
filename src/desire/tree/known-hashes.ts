import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import process from 'node:process';
import { hashFile } from './hash-file.ts';

/** Hashes of the files of a directory; those that have not changed since an earlier run are not read again. */
export interface KnownHashes {
  /** SHA-256 of a file that was just looked at, in hexadecimal; undefined when it does not stay as it was seen. */
  of(path: Buffer, seen: BigIntStats): string | undefined;
  /** Keeps them for the next run, where that saves it time. */
  keep(): void;
}

/** Less than this is read again in no time. */
const worth = { files: 500, bytes: 16 << 20 };
/** What was changed so shortly before it was read may be changed again without a trace, in the same tick of a clock. */
const settledAfterMs = 3000;
const keptForMs = 90 * 24 * 3600_000;

/**
 * As git's index does, a file is known by its inode, size and times; ctime is the kernel's alone to set. Kept in
 * `$XDG_CACHE_HOME/fleetwright/hashes`; where that cannot be read or written, all is read. `name` stands for one directory
 * with what is passed over in it, `at` is the time, in milliseconds.
 */
export function knownHashes(name: string, at = Date.now()): KnownHashes {
  const file = join(cacheDir(), createHash('sha256').update(name).digest('hex').slice(0, 32));
  const before = load(file);
  const now = new Map<string, string>();
  const settled = BigInt(at - settledAfterMs) * 1_000_000n;
  const fresh = { files: 0, bytes: 0 };
  return {
    of(path, seen) {
      const key = `${seen.dev}:${seen.ino}:${seen.size}:${seen.mtimeNs}:${seen.ctimeNs}`;
      const known = before.get(key);
      const hash = known ?? hashFile(path, seen);
      if (hash === undefined || seen.ctimeNs > settled || seen.mtimeNs > settled) return hash;
      now.set(key, hash);
      if (known === undefined) {
        fresh.files++;
        fresh.bytes += Number(seen.size);
      }
      return hash;
    },
    keep() {
      if (fresh.files >= worth.files || fresh.bytes >= worth.bytes) save(file, now);
    },
  };
}

/** All is read again at the next plan: for when a file turned out to be another than its hash says. */
export function forgetHashes(): void {
  try {
    rmSync(cacheDir(), { recursive: true, force: true });
  } catch {
    // What is not ours to remove is not ours to read either: load() takes none of it.
  }
}

function cacheDir(): string {
  const given = process.env['XDG_CACHE_HOME'] ?? '';
  return join(isAbsolute(given) ? given : join(homedir(), '.cache'), 'fleetwright', 'hashes');
}

/** The first line is the hash of the others: `KEY SHA256` each. */
function load(file: string): ReadonlyMap<string, string> {
  const none = new Map<string, string>();
  try {
    const text = readFileSync(file, 'latin1');
    const [sum, body] = [text.slice(0, 64), text.slice(65)];
    if (createHash('sha256').update(body, 'latin1').digest('hex') !== sum) return none;
    return new Map(body.split('\n').map((line) => [line.slice(0, -65), line.slice(-64)]));
  } catch {
    return none;
  }
}

function save(file: string, hashes: ReadonlyMap<string, string>): void {
  const body = [...hashes].map(([key, hash]) => `${key} ${hash}`).join('\n');
  const sum = createHash('sha256').update(body, 'latin1').digest('hex');
  const staged = `${file}.${process.pid}`;
  try {
    mkdirSync(cacheDir(), { recursive: true, mode: 0o700 });
    writeFileSync(staged, `${sum}\n${body}`, { mode: 0o600 });
    renameSync(staged, file);
    removeOld();
  } catch {
    // The next run reads more, and that is all.
  }
}

function removeOld(): void {
  for (const name of readdirSync(cacheDir())) {
    const path = join(cacheDir(), name);
    if (statSync(path).mtimeMs < Date.now() - keptForMs) rmSync(path);
  }
}
