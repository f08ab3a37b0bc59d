import { createHash, type Hash } from 'node:crypto';
import { nameBytes } from '../../model/byte-name.ts';

/** A file that a host was asked for, as it was seen there. */
export interface AskedFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

/** Where the bytes go. What it throws ends the reading. */
export interface ContentSink {
  /** A file begins; its bytes follow. */
  begin(file: AskedFile): void;
  write(bytes: Uint8Array): void;
  /** It is whole, and what was asked for. */
  end(): void;
}

/** Takes in what a host sends, piece by piece. */
export interface ContentReader {
  readonly push: (piece: Uint8Array) => void;
  /** What is wrong with what came so far. */
  readonly problem: () => string | undefined;
  /** Nothing more will come. Gives what is wrong with what came; undefined where each file is as it was seen. */
  readonly finish: () => string | undefined;
}

/**
 * Reads what `tree_contents_of` prints: the files in the order in which they were asked for. What a host says of a name is
 * only compared with what is expected next, and no byte more than was asked for is handed on.
 */
export function contentReader(asked: readonly AskedFile[], sink: ContentSink): ContentReader {
  const reading: Reading = { asked, sink, index: 0, left: 0, header: new Uint8Array(), isOver: false };
  let problem: string | undefined;
  return {
    push: (piece) => {
      let rest = piece;
      while (rest.length > 0 && problem === undefined) {
        const after =
          reading.file === undefined ? takeHeader(reading, rest) : takeBytes(reading, reading.file, rest);
        if (typeof after === 'string') problem = after;
        else rest = after;
      }
    },
    problem: () => problem,
    finish: () => problem ?? (reading.isOver ? undefined : 'not all of it arrived'),
  };
}

interface Reading {
  readonly asked: readonly AskedFile[];
  readonly sink: ContentSink;
  /** Of the file that is read, or comes next. */
  index: number;
  /** While its bytes come. */
  file?: AskedFile | undefined;
  left: number;
  hash?: Hash;
  header: Uint8Array;
  isOver: boolean;
}

/** What is left of the piece, or what is wrong. */
type Rest = Uint8Array | string;

function takeHeader(reading: Reading, piece: Uint8Array): Rest {
  if (reading.isOver) return strange;
  const end = piece.indexOf(0);
  const said = Buffer.concat([reading.header, end === -1 ? piece : piece.subarray(0, end)]);
  reading.header = end === -1 ? said : new Uint8Array();
  if (said.length > longestHeader) return strange;
  return end === -1 ? new Uint8Array() : (begin(reading, said) ?? piece.subarray(end + 1));
}

function begin(reading: Reading, said: Uint8Array): string | undefined {
  const file = reading.asked[reading.index];
  if (file === undefined) {
    reading.isOver = isSame(said, 'end');
    return reading.isOver ? undefined : strange;
  }
  if (isSame(said, `- ${file.path}`)) return `${file.path} went away, or is no file any more`;
  if (!isSame(said, `${file.size} ${file.path}`)) return strange;
  reading.sink.begin(file);
  [reading.file, reading.left, reading.hash] = [file, file.size, createHash('sha256')];
  return file.size === 0 ? end(reading, file) : undefined;
}

function takeBytes(reading: Reading, file: AskedFile, piece: Uint8Array): Rest {
  const bytes = piece.subarray(0, reading.left);
  reading.hash?.update(bytes);
  reading.sink.write(bytes);
  reading.left -= bytes.length;
  const wrong = reading.left === 0 ? end(reading, file) : undefined;
  return wrong ?? piece.subarray(bytes.length);
}

function end(reading: Reading, file: AskedFile): string | undefined {
  if (reading.hash?.digest('hex') !== file.sha256) return `${file.path} changed while it was read`;
  reading.sink.end();
  reading.file = undefined;
  reading.index += 1;
  return undefined;
}

const longestHeader = 64 << 10;
const strange = 'the host sent something else than it was asked for';

function isSame(bytes: Uint8Array, text: string): boolean {
  return Buffer.compare(bytes, nameBytes(text)) === 0;
}
