import { randomBytes } from 'node:crypto';
import { createGunzip } from 'node:zlib';
import type { Connection, ScriptResult } from '../hosts/connection.ts';
import { call } from '../hosts/quote.ts';
import { shell } from '../hosts/script.ts';
import { printable } from '../model/printable.ts';

/** What of a tree of a host is to be read. */
export interface TreeReading {
  readonly root: string;
  /** The words for `tree-read.sh`. */
  readonly words: string;
  /** No more than that is taken in. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

const minute = 60_000;
const times = { idleMs: 10 * minute, totalMs: 12 * 60 * minute };

/** What `tree_hashes_of` prints; a string says why it could not be had. */
export async function readTreeHashes(
  connection: Connection,
  { root, words, maxBytes, signal }: TreeReading,
): Promise<Uint8Array | string> {
  const { text, mark } = script('tree_hashes_of', root, words);
  const result = await connection.run({ text, privileged: true, limits: { ...times, maxBytes }, signal });
  const problem = problemOf(result);
  if (problem !== undefined) return problem;
  const output = Buffer.from(result.type === 'exited' ? result.stdout : new Uint8Array());
  const at = output.indexOf(mark);
  return at === -1 ? 'the host gave no answer' : output.subarray(at + mark.length);
}

/** Hands on what `tree_contents_of` prints, unpacked and as it comes. Gives why it ended too early. */
export async function readTreeContents(
  connection: Connection,
  { root, words, maxBytes, signal }: TreeReading,
  take: (piece: Uint8Array) => void,
): Promise<string | undefined> {
  const { text, mark } = script('tree_contents_of', root, words);
  const gunzip = createGunzip();
  const unpacked = new Promise<string | undefined>((resolve) => {
    gunzip.on('data', take);
    gunzip.once('end', () => resolve(undefined));
    gunzip.once('error', () => resolve('what the host sent is damaged'));
  });
  const strip = afterMark(mark);
  const result = await connection.run({
    ...{ text, privileged: true, limits: { ...times, maxBytes }, signal },
    onOutput: (piece) => {
      const rest = strip(piece);
      if (rest.length > 0 && !gunzip.destroyed) gunzip.write(rest);
    },
  });
  if (!gunzip.destroyed) gunzip.end();
  // Also where the host is gone: what came of it is handed on before this ends.
  const damage = await unpacked;
  return problemOf(result) ?? damage;
}

function script(name: string, root: string, words: string): { readonly text: string; readonly mark: Buffer } {
  const nonce = randomBytes(16).toString('hex');
  const text = `${shell('common', 'tree-walk', 'tree-read')}\n${call(name, nonce, root, words)}\n`;
  return { text, mark: Buffer.from(`\n${nonce} read\n`) };
}

/** What comes after the mark; whatever the host prints before it is passed over. */
function afterMark(mark: Buffer): (piece: Uint8Array) => Uint8Array {
  let before: Buffer | undefined = Buffer.alloc(0);
  return (piece) => {
    if (before === undefined) return piece;
    const all: Buffer = Buffer.concat([before, piece]);
    const at = all.indexOf(mark);
    before = at === -1 ? all.subarray(-mark.length) : undefined;
    return at === -1 ? new Uint8Array() : all.subarray(at + mark.length);
  };
}

function problemOf(result: ScriptResult): string | undefined {
  if (result.type !== 'exited') return result.message;
  if (result.code === 0) return undefined;
  const said = printable(result.stderr.trim().split('\n').at(-1) ?? '');
  return `the host could not read it${said === '' ? '' : `: ${said}`}`;
}
