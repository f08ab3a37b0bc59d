import type { HostResult } from '../../model/event.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { act } from '../act.ts';
import { isRehearsal } from '../approval.ts';
import { exitCodes } from '../exit-code.ts';
import type { Frame } from '../frame.ts';
import { interruptedLook } from '../interrupted.ts';
import type { MadePlan } from '../made-plan.ts';
import type { Flags } from '../options.ts';
import { announcePlan } from '../show-plan.ts';
import { backupWriter } from './keep-backup.ts';

/** A plan of a verb that keeps a backup before it changes anything. */
export interface KeptOrder {
  readonly made: MadePlan;
  /** The units of the hosts that change, as the plan's own look saw them. */
  readonly seen: ReadonlyMap<string, Snapshot>;
  /** Where backups are kept. */
  readonly directory: string;
  /** What was typed, without flags: verb and words. */
  readonly command: readonly string[];
  /** What is asked, in place of the number of hosts. */
  readonly question?: string | undefined;
  /** Runs when all is approved and kept, before the first step; gives an exit code when it must not begin. */
  readonly begin?: (() => Promise<number | undefined>) | undefined;
  /** Hears how the run came out once it is over. */
  readonly ended?: (done: Done) => void;
  /** Hears at the end which hosts are as planned, whether they had to be changed or not. */
  readonly settled?: ((hosts: readonly string[]) => Promise<void>) | undefined;
}

/** A run that is over. */
export interface Done {
  readonly run: string;
  readonly results: readonly HostResult[];
  /** Where the backup is; undefined where there was no unit to keep. */
  readonly backup: string | undefined;
}

/**
 * Shows a plan, asks, keeps a backup of what the very look saw, then a run like any other; lets go of the hosts at the
 * end. Gives the exit code.
 */
export async function keepAndAct(
  { made, seen, directory, command, question, ended, settled, ...more }: KeptOrder,
  flags: Flags,
  frame: Frame,
): Promise<number> {
  let done: readonly [run: string, results: readonly HostResult[]] | undefined;
  try {
    const refused = interruptedLook(frame) ?? (await announcePlan(made.plan, flags, frame));
    if (refused !== undefined) return refused;
    const unkept = isRehearsal(flags) ? undefined : await made.told?.();
    if (unkept !== undefined) return fail(unkept, frame);
    const backup = keepOnce(seen, directory, frame);
    const begin = async (): Promise<number | undefined> => (await backup()).failure ?? (await more.begin?.());
    // A plan that is saved is carried out later, by a command that has not seen what there was.
    const unsaved = flags.out === undefined ? undefined : await begin();
    if (unsaved !== undefined) return unsaved;
    const code = await act(
      { made, command, question, begin, ended: (...over) => (done = over) },
      flags,
      frame,
    );
    if (done !== undefined) ended?.({ run: done[0], results: done[1], backup: (await backup()).place });
    const hosts = isRehearsal(flags) ? [] : settledHosts(made.plan, done?.[1]);
    if (hosts.length > 0 && !frame.stop.aborted) await settled?.(hosts);
    return code;
  } finally {
    await made.close();
  }
}

/** Those that ended well; where nothing was to be changed there was no run, and all that could be planned are. */
function settledHosts(
  { hosts, summary }: MadePlan['plan'],
  results: readonly HostResult[] | undefined,
): readonly string[] {
  if (results !== undefined)
    return results.flatMap(({ host, outcome }) =>
      outcome === 'changed' || outcome === 'unchanged' ? [host] : [],
    );
  if (summary.changing > 0) return [];
  return hosts.flatMap(({ host, status }) => (status === 'converged' ? [host] : []));
}

interface Kept {
  readonly place?: string | undefined;
  /** An exit code. */
  readonly failure?: number;
}

/** Keeps what was seen, the first time that it is called, and says where. */
function keepOnce(seen: ReadonlyMap<string, Snapshot>, directory: string, frame: Frame): () => Promise<Kept> {
  let keeping: Promise<Kept> | undefined;
  const keep = async (): Promise<Kept> => {
    const writer = backupWriter(directory, frame);
    for (const snapshot of seen.values()) {
      const failure = await writer.keep(snapshot);
      if (failure !== undefined) return { failure: fail(`${failure}; nothing was changed`, frame) };
    }
    const place = await writer.place();
    if (place !== undefined) frame.err.write(`backup: ${place}\n`);
    return { place };
  };
  return () => (keeping ??= keep());
}

function fail(why: string, frame: Frame): number {
  frame.err.write(`error: ${why}\n`);
  return exitCodes.error;
}
