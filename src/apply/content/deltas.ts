import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { nameBytes } from '../../model/byte-name.ts';
import type { Placing, TreePut } from '../../model/step.ts';
import { sentFiles } from './sent-files.ts';

/** What an exchange of deltas has at either end. */
export interface DeltaEnds {
  /** The words with which the host is to call rsync. */
  readonly words: readonly string[];
  /** What the host's rsync says goes in here. */
  readonly fromHost: Writable;
  /** What it is to hear comes from here. */
  readonly toHost: AsyncIterable<Uint8Array>;
  /** Whether all went well. */
  readonly done: Promise<boolean>;
  readonly kill: () => void;
}

/** Smaller files are sent whole: to compare them costs more than it saves. */
const large = 1 << 20;

/** The files of a step that may go as differences: large ones that replace one. */
export function deltaFiles(placing: Placing): readonly TreePut[] {
  return sentFiles(placing).filter(({ size = 0, was }) => size >= large && was?.startsWith('f ') === true);
}

/**
 * rsync's remote shell: tells what the server is to be called with, and from then on passes bytes on, by two descriptors
 * that it inherits, until the host's end has none left.
 */
const bridge =
  'shift; for word; do printf "%s\\n" "$word"; done >&4; echo >&4; exec 5<&0; cat <&5 >&4 & cat <&3 4>&-; kill $!';

/**
 * Starts the sending end of rsync(1), which talks to the host by our own connection. Undefined where there is no rsync here.
 * `--secluded-args` (rsync 3.0) keeps all names and options out of the words, and has them said on the line.
 */
export async function startDeltas(
  { path, from }: Placing,
  files: readonly TreePut[],
): Promise<DeltaEnds | undefined> {
  const source = 'source' in from ? from.source : '';
  const child = spawn('rsync', [...options, `--copy-dest=${path}/`, '--', `${source}/`, 'host:new/'], {
    stdio: ['pipe', 'ignore', 'ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], LC_ALL: 'C', BRIDGE: bridge },
  });
  const done = ended(child);
  const [names, , , fromHost, toHost] = child.stdio as [Writable, null, null, Writable, Readable];
  for (const stream of [names, fromHost]) stream.on('error', () => undefined);
  names.end(Buffer.concat(files.flatMap((file) => [nameBytes(file.path), Buffer.of(0)])));
  const kill = (): boolean => child.kill('SIGKILL');
  const words = await serverWords(toHost);
  if (words !== undefined) return { words, fromHost, toHost, done, kill };
  kill();
  return undefined;
}

const options = [
  ...['--secluded-args', '--times', '--ignore-times', '--no-whole-file', '--timeout=300'],
  ...['--files-from=-', '--from0', '--no-implied-dirs', '--rsh=sh -c \'eval "$BRIDGE"\' bridge'],
];

async function ended(child: ChildProcess): Promise<boolean> {
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return code === 0;
  } catch {
    return false;
  }
}

/** The words before the empty line; only rsync's own sort are handed on. */
async function serverWords(stream: Readable): Promise<readonly string[] | undefined> {
  let text = '';
  for (;;) {
    const piece = stream.read() as Buffer | null;
    if (piece !== null) text += piece.toString('latin1');
    const end = text.indexOf('\n\n');
    if (end !== -1) {
      stream.unshift(Buffer.from(text.slice(end + 2), 'latin1'));
      const [program, ...words] = text.slice(0, end).split('\n');
      return program === 'rsync' && words.every((word) => /^[-A-Za-z0-9.,=]+$/.test(word))
        ? words
        : undefined;
    }
    if (stream.readableEnded || stream.destroyed) return undefined;
    await Promise.race([once(stream, 'readable'), once(stream, 'end'), once(stream, 'close')]);
  }
}
