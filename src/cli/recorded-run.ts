import type { EventSink } from '../model/event.ts';
import { gather } from '../report/gather.ts';
import type { Gathered } from '../report/gather.ts';
import { openRecord } from '../report/records/record.ts';
import type { Record } from '../report/records/record.ts';
import { runSummaryText } from '../report/run-summary-text.ts';
import { tee } from '../report/tee.ts';
import { chooseView } from '../report/view.ts';
import { exitCodes } from './exit-code.ts';
import type { Frame } from './frame.ts';
import type { Order } from './order.ts';
import type { Flags } from './options.ts';
import { presentation } from './presentation.ts';

/**
 * Carries an approved plan out: with its record, which must be there before the first step and be whole at the end, its
 * view and its summary. Gives the exit code.
 */
export async function recordedRun(order: Order, id: string, flags: Flags, frame: Frame): Promise<number> {
  const lost = new AbortController();
  const record = await openRecord(order.made.root, { id, plan: order.made.plan }, (why) => {
    frame.err.write(`error: ${why}; no further step begins\n`);
    lost.abort();
  });
  if (typeof record === 'string') return fail(record, frame);
  const refused = await order.begin?.(id);
  if (refused !== undefined) {
    await record.discard();
    return refused;
  }
  const [view, gathered, started] = [await makeView(flags, frame), gather(), frame.now()];
  const sink = tee(record.sink, view, gathered.sink);
  const code = await order.made.carryOut({ id, sink, stop: AbortSignal.any([frame.stop, lost.signal]) });
  await view.close();
  const failure = await finish(record, { order, id, started, gathered }, frame);
  writeSummary(gathered, id, flags, frame);
  order.ended?.(id, gathered.results);
  return failure === undefined ? code : fail(failure, frame, code);
}

/** The view that the flags ask for. */
export function makeView(flags: Flags, frame: Frame): Promise<EventSink> {
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

interface Ended {
  readonly order: Order;
  readonly id: string;
  readonly started: Date;
  readonly gathered: Gathered;
}

function finish(
  record: Record,
  { order, id, started, gathered }: Ended,
  frame: Frame,
): Promise<string | undefined> {
  const { plan } = order.made;
  const summary = gathered.summary();
  if (summary === undefined) throw new Error(`run ${id} ended without run-finished`);
  return record.finish({
    ...{ format: 1, run: id, plan: plan.id, command: order.command },
    ...{ started: started.toISOString(), finished: frame.now().toISOString() },
    ...(plan.source !== undefined && { source: plan.source }),
    ...{ summary, hosts: gathered.results },
  });
}

function writeSummary(gathered: Gathered, run: string, flags: Flags, frame: Frame): void {
  const summary = gathered.summary();
  if (summary === undefined || flags.json === true) return;
  if (flags.quiet === true && summary.exitCode === exitCodes.done) return;
  const style = presentation(frame.out, flags, frame);
  frame.out.write(runSummaryText(gathered.results, summary, { ...style, run }));
}

/** A run whose record is not whole is not a success, but what happened to the hosts may be worse. */
function fail(why: string, frame: Frame, code: number = exitCodes.done): number {
  frame.err.write(`error: ${why}\n`);
  return code === exitCodes.done ? exitCodes.error : code;
}
