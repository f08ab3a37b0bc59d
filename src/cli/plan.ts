import { exitCodeOfPlan } from './exit-code.ts';
import type { Verb } from './frame.ts';
import { interruptedLook } from './interrupted.ts';
import { makePlan } from './make-plan.ts';
import { showPlan } from './show-plan.ts';

/** `plan [playbook...]`: what would change on which host, and why. Changes nothing. */
export const plan: Verb = async (words, flags, frame) => {
  const made = await makePlan(words, flags, frame);
  if (typeof made === 'number') return made;
  await made.close();
  const interrupted = interruptedLook(frame);
  if (interrupted !== undefined) return interrupted;
  const refused = await showPlan(made.plan, words, flags, frame);
  return refused ?? exitCodeOfPlan(made.plan.summary, flags.detailedExitcode === true);
};
