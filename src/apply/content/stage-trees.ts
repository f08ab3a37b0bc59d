import { randomBytes } from 'node:crypto';
import type { Connection, Limits, ScriptInput, ScriptResult } from '../../hosts/connection.ts';
import { call } from '../../hosts/quote.ts';
import { shell } from '../../hosts/script.ts';
import type { Outcome } from '../../model/event.ts';
import { printable } from '../../model/printable.ts';
import type { Placing, Step } from '../../model/step.ts';
import { listener, type Said } from '../listen.ts';
import { deltaFiles } from './deltas.ts';
import { frames } from './frames.ts';
import { Mailbox } from './mailbox.ts';
import { SourceChanged } from './pack.ts';
import { hadPaths, wantedFiles, wantedList } from './resume.ts';
import { sendDeltas } from './send-deltas.ts';
import { parentsText, stageOf } from './stage-of.ts';
import { streamOf } from './stream-of.ts';

/** What is sent to a host before its run. */
export interface Sending {
  readonly run: string;
  readonly steps: readonly Step[];
  /** Aborted: send no more. */
  readonly stop: AbortSignal;
  /** Aborted: wait no longer. */
  readonly leave: AbortSignal;
  readonly onNote: (text: string) => void;
  /** A file here turned out to be another than the plan says. */
  readonly onSourceChanged: () => void;
}

/** All of it lies on the host, for as long as it is held. */
export interface Staged {
  readonly trees: number;
  /** The run has ended, or will never begin: what it did not take is removed. */
  readonly release: () => Promise<void>;
}

/** Why the run may not begin; nothing on the host was touched. `deadLine`: the host had not said a word. */
export interface Unstaged {
  readonly outcome: Outcome;
  readonly message: string;
  readonly deadLine: boolean;
}

const minute = 60_000;
const libraries = ['common', 'tree-way', 'tree-prints', 'tree-resume', 'tree-stage'];

/**
 * A piece is told when it is taken; to check all of it at the end may take a while. While large files go by rsync, nothing is
 * said here.
 */
function limitsFor(trees: readonly Placing[]): Limits {
  const totalMs = 12 * 60 * minute;
  const idleMs = trees.some((tree) => deltaFiles(tree).length > 0) ? totalMs : 10 * minute;
  return { maxBytes: 64 << 20, idleMs, totalMs };
}

/** Sends the contents of a run's trees over a channel of their own, and waits until the host has checked them. */
export async function stageTrees(connection: Connection, sending: Sending): Promise<Staged | Unstaged> {
  const trees = sending.steps.filter((step) => step.do === 'place');
  if (trees.length === 0) return { trees: 0, release: () => Promise.resolve() };
  const line = openLine(connection, trees, sending);
  for (const tree of trees) {
    const had = await resumed(tree, line);
    if ('outcome' in had) return fail(had, line);
    const why = await send(tree, had, line, { connection, ...sending });
    if (why !== undefined) return fail(why, line);
  }
  const why = await expected('staged', line);
  return why === undefined ? { trees: trees.length, release: () => close(line) } : fail(why, line);
}

type Letter = Said | { readonly name: 'ended'; readonly result: ScriptResult };

/** The channel while it is open. */
interface Line {
  readonly letters: Mailbox<Letter>;
  readonly ended: Promise<ScriptResult>;
  readonly input: () => ScriptInput | undefined;
  readonly hasAnswered: () => boolean;
}

function openLine(connection: Connection, trees: readonly Placing[], { run, leave }: Sending): Line {
  const nonce = randomBytes(16).toString('hex');
  const words = trees.flatMap((tree) => [stageOf(tree, run), tree.path, parentsText(tree)]);
  const letters = new Mailbox<Letter>();
  let input: ScriptInput | undefined;
  let answered = false;
  const ended = connection.run({
    // What follows on standard input is no script.
    text: `${shell(...libraries)}\n${call('stage_trees', nonce, run, ...words)}; exit\n`,
    ...{ privileged: true, limits: limitsFor(trees), signal: leave },
    onInput: (writer) => (input = writer),
    onOutput: listener(nonce, (said) => {
      answered = true;
      if (said.name !== 'got') letters.put(said);
    }),
  });
  void ended.then((result) => letters.put({ name: 'ended', result }));
  return { letters, ended, input: () => input, hasAnswered: () => answered };
}

type Why = Omit<Unstaged, 'deadLine'>;

async function expected(name: string, { letters }: Line): Promise<Why | undefined> {
  const letter = await letters.take();
  return letter.name === name ? undefined : whyOf(letter);
}

function whyOf(letter: Letter): Why {
  if ('result' in letter) return whyEnded(letter.result);
  const { name, words } = letter;
  if (name === 'moved')
    return { outcome: 'stale', message: `changed on the host since the plan: ${words}; plan again` };
  return { outcome: 'failed', message: `nothing was changed: ${words}` };
}

function whyEnded(result: ScriptResult): Why {
  if (result.type !== 'exited')
    return { outcome: 'unreachable', message: `${result.message}; nothing was changed` };
  const last = printable(result.stderr.trim().split('\n').at(-1) ?? '');
  return {
    outcome: 'failed',
    message: `nothing was changed: the host took in no contents${last === '' ? '' : `: ${last}`}`,
  };
}

/** Waits until the host is ready for a tree. It may have, of a run that was cut, some of the files: their paths. */
async function resumed(tree: Placing, line: Line): Promise<ReadonlySet<string> | Why> {
  let answer = '';
  for (;;) {
    const letter = await line.letters.take();
    // To put thousands of files in order for an answer that never came would cost as much as to send some.
    if (letter.name === 'ready') return answer === '' ? new Set() : hadPaths(wantedFiles(tree), answer);
    if (!('words' in letter) || (letter.name !== 'part' && letter.name !== 'had')) return whyOf(letter);
    if (letter.name === 'had') answer += letter.words;
    else for await (const piece of frames(wantedList(wantedFiles(tree)))) await write(piece, line);
  }
}

async function send(
  tree: Placing,
  had: ReadonlySet<string>,
  line: Line,
  { connection, run, stop, leave, onNote, onSourceChanged }: Sending & { readonly connection: Connection },
): Promise<Why | undefined> {
  onNote(`sends what ${tree.path} lacks`);
  const rest = { ...tree, put: tree.put.filter(({ path }) => !had.has(path)) };
  const deltas = await sendDeltas(connection, rest, { stage: stageOf(tree, run), stop, leave });
  try {
    for await (const piece of streamOf(tree, new Set([...had, ...deltas]))) {
      if (stop.aborted) return { outcome: 'interrupted', message: 'stopped before it began' };
      // A host that has something to say now does not take the rest.
      if (!line.letters.isEmpty) return undefined;
      await write(piece, line);
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof SourceChanged)) throw error;
    onSourceChanged();
    const what = printable(error.message);
    return {
      outcome: 'stale',
      message: `${what} has changed here since the plan was made, and nothing was touched; plan again`,
    };
  }
}

async function write(piece: Uint8Array, line: Line): Promise<void> {
  await Promise.race([line.input()?.write(piece), line.ended]);
}

async function fail(why: Why, line: Line): Promise<Unstaged> {
  const deadLine = !line.hasAnswered();
  await close(line);
  return { ...why, deadLine };
}

async function close(line: Line): Promise<void> {
  line.input()?.end();
  await line.ended;
}
