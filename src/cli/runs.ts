import { jsonLine } from '../report/json-line.ts';
import { linesView } from '../report/lines.ts';
import { projectRoot } from '../report/records/project-root.ts';
import { findRun, readEvents, readRuns } from '../report/records/read.ts';
import type { RecordedRun } from '../report/records/read.ts';
import { runListText } from '../report/run-list-text.ts';
import { runText } from '../report/run-text.ts';
import { exitCodes } from './exit-code.ts';
import type { Frame, Verb } from './frame.ts';
import { presentation } from './presentation.ts';

/** `runs list`: the recorded runs, the newest first. */
export const listRuns: Verb = async (_words, flags, frame) => {
  const runs = await readRuns(projectRoot(frame.cwd));
  if (flags.json === true)
    frame.out.write(jsonLine({ format: 1, runs: runs.map(({ id, result }) => brief(id, result)) }));
  else if (runs.length === 0) frame.err.write('No run is recorded here yet.\n');
  else frame.out.write(runListText(runs, presentation(frame.out, flags, frame)));
  return exitCodes.done;
};

/** A line of the list; a run of ten thousand hosts has its hosts in `runs show`. */
function brief(id: string, result: RecordedRun['result']): unknown {
  return result === undefined
    ? { run: id, finished: null }
    : { ...result, format: undefined, hosts: undefined };
}

/** `runs show ID`: how it came out, host by host. */
export const showRun: Verb = (words, flags, frame) =>
  withRun(words, frame, async (run) => {
    if (flags.json === true && run.result !== undefined) frame.out.write(jsonLine(run.result));
    else if (flags.json === true) frame.out.write(jsonLine({ format: 1, run: run.id, finished: null }));
    else frame.out.write(await runText(run, presentation(frame.out, flags, frame)));
  });

/** `runs logs ID`: everything it said, as it was said; the same stream as `apply --json` with --json. */
export const showRunLog: Verb = (words, flags, frame) =>
  withRun(words, frame, async (run) => {
    const view = linesView((text) => frame.out.write(text), (flags.verbose ?? 0) + 1);
    for await (const event of readEvents(run)) {
      if (flags.json === true) frame.out.write(jsonLine(event));
      else view.emit(event);
    }
  });

async function withRun(
  [asked = 'last']: readonly string[],
  frame: Frame,
  show: (run: RecordedRun) => Promise<void>,
): Promise<number> {
  const run = await findRun(projectRoot(frame.cwd), asked);
  if (typeof run === 'string') {
    frame.err.write(`error: ${run}\n`);
    return exitCodes.error;
  }
  await show(run);
  return exitCodes.done;
}
