import type { Plan } from '../model/plan.ts';
import { planText } from '../report/plan-text.ts';
import { savePlan } from '../report/records/saved-plan.ts';
import { exitCodes } from './exit-code.ts';
import type { Frame, Output } from './frame.ts';
import type { Flags } from './options.ts';
import { presentation } from './presentation.ts';

/**
 * Writes a plan as it was asked for (text, `--json`, and to a file with `-o`). Gives an exit code only when the file
 * could not be written.
 */
export async function showPlan(
  plan: Plan,
  output: Output,
  asked: { readonly words: readonly string[]; readonly flags: Flags; readonly frame: Frame },
): Promise<number | undefined> {
  const { flags, frame, words } = asked;
  if (flags.out !== undefined) {
    const failure = await savePlan(plan, flags.out);
    if (failure !== undefined) {
      frame.err.write(`fleetwright: ${failure}\n`);
      return exitCodes.error;
    }
  }
  if (flags.json === true) output.write(`${JSON.stringify(plan)}\n`);
  else if (flags.quiet !== true) {
    const next = ['fleetwright apply', ...(flags.out === undefined ? words : [flags.out])].join(' ');
    output.write(planText(plan, { ...presentation(output, flags, frame), next }));
  }
  return undefined;
}
