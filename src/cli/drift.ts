import { driftText } from '../report/drift-text.ts';
import { exitCodeOfPlan } from './exit-code.ts';
import type { Verb } from './frame.ts';
import { makePlan } from './make-plan.ts';
import { presentation } from './presentation.ts';

/** `drift [playbook...]`: which properties have moved away from what is declared. For cron; changes nothing. */
export const drift: Verb = async (words, flags, frame) => {
  const made = await makePlan(words, flags, frame);
  if (typeof made === 'number') return made;
  const text = (): string => driftText(made, presentation(frame.out, flags, frame));
  if (flags.json === true) frame.out.write(`${JSON.stringify(made)}\n`);
  else if (flags.quiet !== true || made.summary.converged < made.summary.hosts) frame.out.write(text());
  return exitCodeOfPlan(made.summary, flags.detailedExitcode === true);
};
