import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { RunEvent } from '../../model/event.ts';
import type { Plan } from '../../model/plan.ts';
import { runsDir } from './places.ts';
import type { RunResult } from './result.ts';
import { isRunId } from './run-id.ts';

/** A run that was found here. Without a result it still goes on, or was killed. */
export interface RecordedRun {
  readonly id: string;
  readonly dir: string;
  readonly result?: RunResult;
}

/** The recorded runs, or so many of them, the newest first. */
export async function readRuns(root: string, most?: number): Promise<readonly RecordedRun[]> {
  const ids = (await runIds(root)).slice(0, most);
  return Promise.all(ids.map((id) => readRun(root, id)));
}

/**
 * The run that a person means by a whole id, the start of one, or `last`. A string says why there is no such run, or
 * which ones the start could mean.
 */
export async function findRun(root: string, asked: string): Promise<RecordedRun | string> {
  const ids = await runIds(root);
  const [newest] = ids;
  if (newest === undefined) return `no run is recorded in ${runsDir(root)}`;
  if (asked === 'last') return readRun(root, newest);
  const meant = ids.includes(asked) ? [asked] : ids.filter((id) => id.startsWith(asked));
  const [only, second] = meant;
  if (only === undefined) return `there is no run ${asked}; the last one is ${newest}`;
  return second === undefined ? readRun(root, only) : `${asked} could be ${meant.slice(0, 5).join(', ')}`;
}

/** The plan that a run carried out. */
export async function readRunPlan(run: RecordedRun): Promise<Plan> {
  return JSON.parse(await readFile(join(run.dir, 'plan.json'), 'utf8')) as Plan;
}

/**
 * What a run said, event by event, its plan without the hosts (`readRunPlan` has them); nothing where it was killed before it could say anything. A last line that it left
 * unfinished is passed over.
 */
export async function* readEvents(run: RecordedRun): AsyncGenerator<RunEvent> {
  const file = await open(join(run.dir, 'events.ndjson')).catch(() => undefined);
  if (file === undefined) return;
  for await (const line of file.readLines()) {
    const event = parse(line) as RunEvent | undefined;
    if (event !== undefined) yield event;
  }
}

async function runIds(root: string): Promise<readonly string[]> {
  const names = await readdir(runsDir(root)).catch(noneThere);
  return names.filter(isRunId).sort().reverse();
}

async function readRun(root: string, id: string): Promise<RecordedRun> {
  const dir = join(runsDir(root), id);
  const text = await readFile(join(dir, 'result.json'), 'utf8').catch(() => '');
  const result = parse(text) as RunResult | undefined;
  return { id, dir, ...(result !== undefined && { result }) };
}

function noneThere(error: NodeJS.ErrnoException): readonly string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
