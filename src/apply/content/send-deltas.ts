import { randomBytes } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import type { Connection, Limits, ScriptInput, ScriptResult } from '../../hosts/connection.ts';
import { call } from '../../hosts/quote.ts';
import { shell } from '../../hosts/script.ts';
import { nameBytes } from '../../model/byte-name.ts';
import type { Placing, TreePut } from '../../model/step.ts';
import { deltaFiles, startDeltas, type DeltaEnds } from './deltas.ts';

/** To where, and how long. */
export interface Deltas {
  /** The stage of the tree, which is there. */
  readonly stage: string;
  /** Aborted: send no more. */
  readonly stop: AbortSignal;
  /** Aborted: wait no longer. */
  readonly leave: AbortSignal;
}

const none: ReadonlySet<string> = new Set();
const halfADay = 12 * 60 * 60_000;

/** A host that takes in a large file may say nothing for long; a line that is dead is noticed by its own means. */
const limits: Limits = { maxBytes: 64 << 20, idleMs: halfADay, totalMs: halfADay };

/**
 * Sends the large files that the host has in another version as what differs, by rsync(1) over a channel of our own
 * connection. Comes back with the paths that have arrived so; what has not, because an end has no rsync or something went
 * wrong, is sent whole by the caller.
 */
export async function sendDeltas(
  connection: Connection,
  tree: Placing,
  { stage, stop, leave }: Deltas,
): Promise<ReadonlySet<string>> {
  const files = await unchanged(tree);
  const ends = files.length === 0 || stop.aborted ? undefined : await startDeltas(tree, files);
  if (ends === undefined) return none;
  stop.addEventListener('abort', ends.kill);
  await exchange(connection, ends, { stage, leave });
  stop.removeEventListener('abort', ends.kill);
  return (await ends.done) ? new Set(files.map(({ path }) => path)) : none;
}

/** A file that is no longer what the plan saw is left to whoever reads it whole, and says so. */
async function unchanged(tree: Placing): Promise<readonly TreePut[]> {
  const source = 'source' in tree.from ? tree.from.source : '';
  const still = async ({ path, size, modified }: TreePut): Promise<boolean> => {
    const now = await lstat(Buffer.concat([Buffer.from(`${source}/`), nameBytes(path)])).catch(
      () => undefined,
    );
    return now?.isFile() === true && now.size === size && Math.floor(now.mtimeMs / 1000) === modified;
  };
  const files = deltaFiles(tree);
  const kept = await Promise.all(files.map(still));
  return files.filter((_, index) => kept[index]);
}

/** Both ends talk until the host's has ended. */
async function exchange(
  connection: Connection,
  ends: DeltaEnds,
  { stage, leave }: { readonly stage: string; readonly leave: AbortSignal },
): Promise<void> {
  const nonce = randomBytes(16).toString('hex');
  let input: ScriptInput | undefined;
  let sent: Promise<void> | undefined;
  const ended: Promise<ScriptResult> = connection.run({
    // What follows on standard input is no script.
    text: `${shell('common', 'tree-delta')}\n${call('take_deltas', nonce, stage, ...ends.words)}; exit\n`,
    ...{ privileged: true, limits, signal: leave },
    onInput: (writer) => (input = writer),
    onOutput: afterLine(`${nonce} go`, (bytes) => {
      sent ??= passOn(ends, input, () => ended);
      ends.fromHost.write(bytes);
    }),
  });
  await ended;
  if (sent === undefined) ends.kill();
  ends.fromHost.end();
  await sent;
}

async function passOn(
  { toHost }: DeltaEnds,
  input: ScriptInput | undefined,
  ended: () => Promise<ScriptResult>,
): Promise<void> {
  for await (const piece of toHost) await Promise.race([input?.write(piece), ended()]);
  input?.end();
}

const longestStart = 4096;

/** Hands on all bytes behind a line, at least none at once; what is before it is passed over. */
function afterLine(line: string, hear: (bytes: Uint8Array) => void): (chunk: Uint8Array) => void {
  let before: Buffer | undefined = Buffer.alloc(0);
  return (chunk) => {
    if (before === undefined) {
      hear(chunk);
      return;
    }
    before = Buffer.concat([before, chunk]);
    const at = before.indexOf(`${line}\n`);
    if (at === -1) {
      before = before.subarray(Math.max(0, before.length - longestStart));
      return;
    }
    const rest = before.subarray(at + line.length + 1);
    before = undefined;
    hear(rest);
  };
}
