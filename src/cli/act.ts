import type { EventSink } from '../model/event.ts';
import { counted } from '../report/counted.ts';
import { gather } from '../report/gather.ts';
import { openRecord } from '../report/records/record.ts';
import type { Record } from '../report/records/record.ts';
import { runId, runIdBytes } from '../report/records/run-id.ts';
import { runSummaryText } from '../report/run-summary-text.ts';
import { tee } from '../report/tee.ts';
import { chooseView } from '../report/view.ts';
import { approved, isRehearsal } from './approval.ts';
import { exitCodeOfPlan, exitCodes } from './exit-code.ts';
import type { Frame } from './frame.ts';
import type { MadePlan } from './made-plan.ts';
import type { Flags } from './options.ts';
import { presentation } from './presentation.ts';

/** What is to be done, and where it is written down. */
export interface Order {
  readonly made: MadePlan;
  /** What was typed, without flags: verb and words. */
  readonly command: readonly string[];
  /** Runs when all is approved, before the first step; gives an exit code when it must not begin. */
  readonly begin?: (run: string) => Promise<number | undefined>;
}

/** A plan that was shown → approval, the run with its view and its record, the summary. Gives the exit code. */
export async function act(order: Order, flags: Flags, frame: Frame): Promise<number> {
  const { summary } = order.made.plan;
  if (isRehearsal(flags)) return exitCodeOfPlan(summary, flags.detailedExitcode === true);
  if (summary.changing === 0)
    return flags.json === true ? actUnrecorded(order, flags, frame) : exitCodeOfPlan(summary, false);
  const question = `Change ${counted(summary.changing, 'host')}?`;
  if (!(await approved(question, flags, frame))) return exitCodes.error;
  const id = runId(frame.now(), frame.random(runIdBytes));
  const refused = await order.begin?.(id);
  if (refused !== undefined) return refused;
  return actRecorded(order, id, flags, frame);
}

/** With nothing to do a program still wants the stream of events that says so; there is nothing to record. */
async function actUnrecorded({ made }: Order, flags: Flags, frame: Frame): Promise<number> {
  const view = await makeView(flags, frame);
  const id = runId(frame.now(), frame.random(runIdBytes));
  const code = await made.carryOut({ id, sink: view, stop: frame.stop });
  await view.close();
  return code;
}

async function actRecorded(order: Order, id: string, flags: Flags, frame: Frame): Promise<number> {
  const { plan, root } = order.made;
  const lost = new AbortController();
  const record = await openRecord(root, { id, plan }, (why) => {
    frame.err.write(`error: ${why}; no further step begins\n`);
    lost.abort();
  });
  if (typeof record === 'string') return fail(record, frame);
  const [view, gathered] = [await makeView(flags, frame), gather()];
  const sink = tee(record.sink, view, gathered.sink);
  const started = frame.now();
  const stop = AbortSignal.any([frame.stop, lost.signal]);
  const code = await order.made.carryOut({ id, sink, stop });
  await view.close();
  const failure = await close(record, { order, id, started, gathered }, frame);
  writeSummary(gathered, id, flags, frame);
  if (failure !== undefined) return fail(failure, frame, code);
  return code;
}

interface Ended {
  readonly order: Order;
  readonly id: string;
  readonly started: Date;
  readonly gathered: ReturnType<typeof gather>;
}

function close(
  record: Record,
  { order, id, started, gathered }: Ended,
  frame: Frame,
): Promise<string | undefined> {
  const { plan } = order.made;
  const summary = gathered.summary();
  if (summary === undefined) throw new Error(`run ${id} ended without run-finished`);
  return record.finish({
    format: 1,
    run: id,
    plan: plan.id,
    command: order.command,
    started: started.toISOString(),
    finished: frame.now().toISOString(),
    ...(plan.source !== undefined && { source: plan.source }),
    summary,
    hosts: gathered.results,
  });
}

function writeSummary(gathered: ReturnType<typeof gather>, run: string, flags: Flags, frame: Frame): void {
  const summary = gathered.summary();
  if (summary === undefined || flags.json === true) return;
  if (flags.quiet === true && summary.exitCode === exitCodes.done) return;
  frame.out.write(
    runSummaryText(gathered.results, summary, { ...presentation(frame.out, flags, frame), run }),
  );
}

function makeView(flags: Flags, frame: Frame): Promise<EventSink> {
  return chooseView({
    json: flags.json === true,
    quiet: flags.quiet === true,
    verbose: flags.verbose ?? 0,
    colour: presentation(frame.err, flags, frame).colour,
    env: frame.env,
    terminal: frame.terminal,
    out: (text) => frame.out.write(text),
    err: (text) => frame.err.write(text),
    now: frame.now,
    stop: frame.stop,
  });
}

/** A run whose record is not whole is not a success, but what happened to the hosts may be worse. */
function fail(why: string, frame: Frame, code: number = exitCodes.done): number {
  frame.err.write(`error: ${why}\n`);
  return code === exitCodes.done ? exitCodes.error : code;
}
