import { counted } from '../report/counted.ts';
import { runId, runIdBytes } from '../report/records/run-id.ts';
import { approved, isRehearsal } from './approval.ts';
import { exitCodeOfPlan, exitCodes } from './exit-code.ts';
import type { Frame } from './frame.ts';
import type { Flags } from './options.ts';
import type { Order } from './order.ts';
import { makeView, recordedRun } from './recorded-run.ts';

/** A plan that was shown → approval, then the run with its view, its record and its summary. Gives the exit code. */
export async function act(order: Order, flags: Flags, frame: Frame): Promise<number> {
  const { summary } = order.made.plan;
  if (isRehearsal(flags)) return exitCodeOfPlan(summary, flags.detailedExitcode === true);
  const id = runId(frame.now(), frame.random(runIdBytes));
  if (summary.changing === 0) {
    return flags.json === true ? emptyRun(order, id, flags, frame) : exitCodeOfPlan(summary, false);
  }
  const question = order.question ?? `Change ${counted(summary.changing, 'host')}?`;
  if (!(await approved(question, flags, frame))) return exitCodes.error;
  return recordedRun(order, id, flags, frame);
}

/** With nothing to do a program still wants the stream of events that says so; there is nothing to record. */
async function emptyRun({ made }: Order, id: string, flags: Flags, frame: Frame): Promise<number> {
  const view = await makeView(flags, frame);
  const code = await made.carryOut({ id, sink: view, stop: frame.stop });
  await view.close();
  return code;
}
