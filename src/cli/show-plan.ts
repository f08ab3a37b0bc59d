import type { Plan } from '../model/plan.ts';
import { jsonLine } from '../report/json-line.ts';
import { planText } from '../report/plan-text.ts';
import { savePlan } from '../report/records/saved-plan.ts';
import { isRehearsal } from './approval.ts';
import { exitCodes } from './exit-code.ts';
import type { Frame, Output } from './frame.ts';
import { nextCommand } from './next-command.ts';
import type { Flags } from './options.ts';
import { presentation } from './presentation.ts';

/**
 * Writes a plan as it was asked for (text, `--json`, and to a file with `-o`), with the command that applies it. Gives
 * an exit code only when the file could not be written.
 */
export async function showPlan(
  plan: Plan,
  words: readonly string[],
  flags: Flags,
  frame: Frame,
): Promise<number | undefined> {
  const refused = await save(plan, flags, frame);
  if (refused !== undefined) return refused;
  const next = flags.out === undefined ? nextCommand('apply', words, flags) : applySaved(flags.out, flags);
  write(plan, frame.out, { flags, frame, next });
  return undefined;
}

/** What a saved plan does not hold: where its hosts are, and how to become root there. */
function applySaved(file: string, { inventory, askBecomePass }: Flags): string {
  return nextCommand('apply', [file], {
    ...(inventory && { inventory }),
    ...(askBecomePass && { askBecomePass }),
  });
}

/** The same for a verb that goes on to carry the plan out: data only when it stops there, else for the person who approves. */
export async function announcePlan(plan: Plan, flags: Flags, frame: Frame): Promise<number | undefined> {
  const refused = await save(plan, flags, frame);
  if (refused !== undefined) return refused;
  if (isRehearsal(flags)) write(plan, frame.out, { flags, frame });
  else if (flags.json !== true) write(plan, frame.err, { flags, frame });
  return undefined;
}

async function save(plan: Plan, flags: Flags, frame: Frame): Promise<number | undefined> {
  if (flags.out === undefined) return undefined;
  const failure = await savePlan(plan, flags.out, frame.cwd);
  if (failure === undefined) return undefined;
  frame.err.write(`error: ${failure}\n`);
  return exitCodes.error;
}

function write(
  plan: Plan,
  output: Output,
  { flags, frame, next }: { readonly flags: Flags; readonly frame: Frame; readonly next?: string },
): void {
  if (flags.json === true) output.write(jsonLine(plan));
  else if (flags.quiet !== true) {
    output.write(
      planText(plan, { ...presentation(output, flags, frame), ...(next !== undefined && { next }) }),
    );
  }
}
