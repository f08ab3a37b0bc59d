import { createHash } from 'node:crypto';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { nameBytes } from '../../model/byte-name.ts';
import type { Placing, TreePut } from '../../model/step.ts';
import { listsOf } from './lists.ts';
import { tarEnd, tarHeader, tarPadding } from './tar.ts';
import type { Member } from './tar.ts';

/** A file here is not, or no longer, what the plan saw. Ends the packing; whoever sends makes a value of it. */
export class SourceChanged extends Error {}

const pieceSize = 256 * 1024;
/** Read at once: to wait for each of the four calls to the system costs a multiple of the calls. */
const small = 64 * 1024;
const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * What goes to a host for one tree, as a tar archive: the lists, then what it lacks, piece by piece; the last member is
 * `whole`. The files of `apart` have come by themselves.
 */
export async function* pack(
  placing: Placing,
  apart: ReadonlySet<string> = new Set(),
): AsyncGenerator<Uint8Array> {
  for (const [name, bytes] of listsOf(placing, apart)) yield* own(name, bytes);
  const { from, put } = placing;
  for (const entry of put) {
    if (
      entry.type === 'directory'
        ? entry.was === null
        : 'source' in from && entry.here !== true && !apart.has(entry.path)
    )
      yield* member(entry, 'source' in from ? from.source : '');
  }
  yield* own('whole', new Uint8Array());
  yield tarEnd();
}

function* own(name: string, bytes: Uint8Array): Generator<Uint8Array> {
  const rights = { mode: '0600', owner: 'root:root', modified: 0 };
  yield tarHeader({ name: Buffer.from(name), type: 'file', ...rights, size: bytes.length });
  yield bytes;
  yield tarPadding(bytes.length);
}

/** Small files go to many hosts as they are: so many bytes of them are kept, ready to be sent. */
const mostKept = 64 << 20;
const kept = new WeakMap<TreePut, Uint8Array>();
let keptBytes = 0;

async function* member(entry: TreePut, source: string): AsyncGenerator<Uint8Array> {
  const ready = kept.get(entry);
  if (ready !== undefined) yield ready;
  else if (entry.type === 'file' && (entry.size ?? 0) > small) yield* large(entry, source);
  else yield keep(entry, whole(entry, source));
}

function keep(entry: TreePut, bytes: Uint8Array): Uint8Array {
  if (keptBytes + bytes.length > mostKept) return bytes;
  keptBytes += bytes.length;
  kept.set(entry, bytes);
  return bytes;
}

function whole(entry: TreePut, source: string): Uint8Array {
  if (entry.type !== 'file') return tarHeader(memberOf(entry));
  const bytes = readSmall(entry, source);
  return Buffer.concat([tarHeader(memberOf(entry)), bytes, tarPadding(bytes.length)]);
}

async function* large(entry: TreePut, source: string): AsyncGenerator<Uint8Array> {
  yield tarHeader(memberOf(entry));
  yield* inPieces(entry, pathOf(entry, source));
  yield tarPadding(entry.size ?? 0);
}

function memberOf({ path, type, mode = '0777', owner, modified, target, size = 0 }: TreePut): Member {
  const inside = path === '.' ? 'new' : `new/${path}`;
  return {
    name: nameBytes(type === 'directory' ? `${inside}/` : inside),
    ...{ type, mode, owner, modified: modified ?? Math.floor(Date.now() / 1000) },
    size: type === 'file' ? size : 0,
    ...(target !== undefined && { target: nameBytes(target) }),
  };
}

function pathOf({ path }: TreePut, source: string): Buffer {
  return Buffer.concat([Buffer.from(`${source}/`), nameBytes(path)]);
}

function readSmall(entry: TreePut, source: string): Uint8Array {
  const bytes = Buffer.allocUnsafe((entry.size ?? 0) + 1);
  const length = readInto(bytes, pathOf(entry, source));
  const read = bytes.subarray(0, Math.max(0, length));
  if (length !== entry.size || sha256(read) !== entry.sha256) throw new SourceChanged(entry.path);
  return read;
}

/** -1 where it cannot be read: whatever keeps us from it was not there when the plan read it. */
function readInto(bytes: Uint8Array, path: Buffer): number {
  try {
    const file = openSync(path, flags);
    try {
      return readSync(file, bytes);
    } finally {
      closeSync(file);
    }
  } catch {
    return -1;
  }
}

async function* inPieces(entry: TreePut, path: Buffer): AsyncGenerator<Uint8Array> {
  const file = await open(path, flags).catch(() => {
    throw new SourceChanged(entry.path);
  });
  try {
    const hash = createHash('sha256');
    let left = entry.size ?? 0;
    for await (const piece of pieces(file)) {
      left -= piece.length;
      if (left < 0) throw new SourceChanged(entry.path);
      hash.update(piece);
      yield piece;
    }
    if (left !== 0 || hash.digest('hex') !== entry.sha256) throw new SourceChanged(entry.path);
  } finally {
    await file.close();
  }
}

/** A new buffer for each piece: the one before is still on its way. */
async function* pieces(file: FileHandle): AsyncGenerator<Uint8Array> {
  for (;;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(pieceSize), 0, pieceSize);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
