import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

const frameSize = 256 * 1024;

/**
 * Packs bytes for `stage_receive`: compressed, in pieces that each stand after a line with their length. The end is a
 * length of 0. An error of the source is thrown on.
 */
export async function* frames(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  // Fast rather than small: hosts are near, and each gets a stream of its own.
  const gzip = createGzip({ level: 1, chunkSize: 64 * 1024 });
  const packing = pipeline(Readable.from(gathered(source), { objectMode: true, highWaterMark: 1 }), gzip);
  // It is waited for below; until then nobody listens.
  packing.catch(() => undefined);
  for await (const piece of gathered(gzip as AsyncIterable<Uint8Array>)) {
    yield Buffer.concat([Buffer.from(`${piece.length}\n`), piece]);
  }
  await packing;
  yield Buffer.from('0\n');
}

/** Joins small pieces: each that is handed on has a price of its own. */
async function* gathered(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const piece of source) {
    waiting.push(piece);
    length += piece.length;
    if (length < frameSize) continue;
    yield Buffer.concat(waiting);
    [waiting, length] = [[], 0];
  }
  if (length > 0) yield Buffer.concat(waiting);
}
