import { promisify } from 'node:util';
import { deflateRawSync, gzip } from 'node:zlib';

const pieceSize = 256 * 1024;
const sampleSize = 8 * 1024;
const compress = promisify(gzip);

/**
 * Packs bytes for `stage_receive`: in compressed pieces, each after a line with its length. The end is a length of 0. Each
 * piece is a member of its own (RFC 1952, 2.2), so no more than one is held here.
 */
export async function* frames(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  for await (const piece of gathered(source)) {
    const packed = await compress(piece, { level: levelOf(piece) });
    yield Buffer.concat([Buffer.from(`${packed.length}\n`), packed]);
  }
  yield Buffer.from('0\n');
}

/** Fast rather than small, for whoever waits; what a sample shows to gain little is sent as it is. */
function levelOf(piece: Uint8Array): number {
  const start = Math.max(0, Math.floor((piece.length - sampleSize) / 2));
  const sample = piece.subarray(start, start + sampleSize);
  return deflateRawSync(sample, { level: 1 }).length > 0.6 * sample.length ? 0 : 1;
}

/** Joins small pieces: each that is handed on has a price of its own. */
async function* gathered(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const piece of source) {
    waiting.push(piece);
    length += piece.length;
    if (length < pieceSize) continue;
    yield Buffer.concat(waiting);
    [waiting, length] = [[], 0];
  }
  if (length > 0) yield Buffer.concat(waiting);
}
