import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { EventSink } from '../../model/event.ts';
import type { Plan } from '../../model/plan.ts';
import { openJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import { makePrivate, runsDir } from './places.ts';
import { prune } from './prune.ts';
import type { RunResult } from './result.ts';
import { writeWhole } from './write-whole.ts';

/** The record of a run that goes on: `runs/ID/{plan.json,events.ndjson,result.json}`. */
export interface Record {
  readonly dir: string;
  /** Keeps every event; a lost one is told to `onFailure`. */
  readonly sink: EventSink;
  /** Takes the record of a run that did not begin away. */
  discard(): Promise<void>;
  /** Closes the record with how the run came out. Gives what could not be kept, or undefined. */
  finish(result: RunResult): Promise<string | undefined>;
}

/** Begins a run's record. Gives what went wrong where it cannot be kept: then the run must not begin. */
export async function openRecord(
  root: string,
  run: { readonly id: string; readonly plan: Plan },
  onFailure: (why: string) => void,
): Promise<Record | string> {
  const dir = join(runsDir(root), run.id);
  try {
    await makePrivate(root, runsDir(root));
    await mkdir(dir, { mode: 0o700 });
    // One line: spread out, the entries of trees on many hosts are more than a string can hold.
    await writeWhole(join(dir, 'plan.json'), `${JSON.stringify(run.plan)}\n`);
    await prune(root);
  } catch (error) {
    return `the run cannot be recorded in ${dir}: ${(error as Error).message}`;
  }
  const journal = openJournal(join(dir, 'events.ndjson'), onFailure);
  if (typeof journal === 'string') return journal;
  return {
    ...{ dir, sink: journal },
    async discard() {
      await journal.close();
      await rm(dir, { recursive: true, force: true });
    },
    finish: (result) => finish(dir, journal, result),
  };
}

async function finish(dir: string, journal: Journal, result: RunResult): Promise<string | undefined> {
  await journal.close();
  try {
    await writeWhole(join(dir, 'result.json'), `${JSON.stringify(result, undefined, 2)}\n`);
    await syncDir(dir);
  } catch (error) {
    return `the run's result cannot be recorded in ${dir}: ${(error as Error).message}`;
  }
  return journal.failure();
}

async function syncDir(dir: string): Promise<void> {
  const handle = await open(dir, 'r');
  await handle.sync().finally(() => handle.close());
}
