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
const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** What goes to a host for one tree, as a tar archive: the lists, then what it lacks, piece by piece; the last member is `whole`. */
export async function* pack(placing: Placing): AsyncGenerator<Uint8Array> {
  for (const [name, bytes] of listsOf(placing)) yield* own(name, bytes);
  const { from, put } = placing;
  for (const entry of put) {
    if (entry.type === 'directory' ? entry.was === null : 'source' in from && entry.here !== true)
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

async function* member(entry: TreePut, source: string): AsyncGenerator<Uint8Array> {
  const { path, type, mode = '0777', owner, modified = Math.floor(Date.now() / 1000), target } = entry;
  const inside = path === '.' ? 'new' : `new/${path}`;
  const header: Member = {
    name: nameBytes(type === 'directory' ? `${inside}/` : inside),
    ...{ type, mode, owner, modified },
    size: type === 'file' ? (entry.size ?? 0) : 0,
    ...(target !== undefined && { target: nameBytes(target) }),
  };
  yield tarHeader(header);
  if (type !== 'file') return;
  yield* bytesOf(entry, source);
  yield tarPadding(header.size);
}

/** Read at once: for a small file, to wait for each of its four calls to the system costs a multiple of the calls. */
const small = 64 * 1024;

async function* bytesOf(entry: TreePut, source: string): AsyncGenerator<Uint8Array> {
  const path = Buffer.concat([Buffer.from(`${source}/`), nameBytes(entry.path)]);
  const { size = 0 } = entry;
  if (size <= small) {
    const bytes = readSmall(entry, path);
    if (bytes.length !== size || sha256(bytes) !== entry.sha256) throw new SourceChanged(entry.path);
    yield bytes;
  } else {
    yield* inPieces(entry, path);
  }
}

function readSmall(entry: TreePut, path: Buffer): Uint8Array {
  try {
    const file = openSync(path, flags);
    try {
      const bytes = Buffer.allocUnsafe((entry.size ?? 0) + 1);
      return bytes.subarray(0, readSync(file, bytes));
    } finally {
      closeSync(file);
    }
  } catch {
    // Whatever keeps us from reading it was not there when the plan read it.
    throw new SourceChanged(entry.path);
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
