import { driftText } from '../report/drift-text.ts';
import { jsonLine } from '../report/json-line.ts';
import { exitCodeOfPlan } from './exit-code.ts';
import type { Verb } from './frame.ts';
import { interruptedLook } from './interrupted.ts';
import { makePlan } from './make-plan.ts';
import { presentation } from './presentation.ts';

/** `drift [playbook...]`: which properties have moved away from what is declared. For cron; changes nothing. */
export const drift: Verb = async (words, flags, frame) => {
  const made = await makePlan(words, flags, frame);
  if (typeof made === 'number') return made;
  await made.close();
  const interrupted = interruptedLook(frame);
  if (interrupted !== undefined) return interrupted;
  const { plan } = made;
  const { hosts, converged } = plan.summary;
  if (flags.json === true) frame.out.write(jsonLine(plan));
  else if (flags.quiet !== true || converged < hosts) {
    frame.out.write(driftText(plan, presentation(frame.out, flags, frame)));
  }
  return exitCodeOfPlan(plan.summary, flags.detailedExitcode === true);
};
