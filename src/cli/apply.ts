import { exitCodeOfPlan } from './exit-code.ts';
import type { Verb } from './frame.ts';
import { makePlan } from './make-plan.ts';
import { showPlan } from './show-plan.ts';

/** `apply [playbook-or-plan...]`: plan, ask, do it; or carry out a saved plan. */
export const apply: Verb = async (words, flags, frame) => {
  const made = await makePlan(words, flags, frame);
  if (typeof made === 'number') return made;
  const refused = await showPlan(made, frame.err, { words, flags, frame });
  if (refused !== undefined) return refused;
  return exitCodeOfPlan(made.summary, flags.detailedExitcode === true);
};
