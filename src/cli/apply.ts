import type { Plan } from '../model/plan.ts';
import { claimPlan } from '../report/records/claim.ts';
import { act } from './act.ts';
import { isRehearsal, refuseUnapprovable } from './approval.ts';
import { exitCodes } from './exit-code.ts';
import type { Frame, Verb } from './frame.ts';
import { interruptedLook } from './interrupted.ts';
import { makePlan, reachSaved } from './make-plan.ts';
import { readSavedPlan } from './saved-plan.ts';
import { announcePlan } from './show-plan.ts';

/** `apply [playbook-or-plan...]`: plan, ask, do it; or carry out a saved plan, once. */
export const apply: Verb = async (words, flags, frame) => {
  const refused = refuseUnapprovable(flags, frame);
  if (refused !== undefined) return refused;
  const saved = readSavedPlan(words, frame);
  if (typeof saved === 'number') return saved;
  const made =
    saved === undefined ? await makePlan(words, flags, frame) : await reachSaved(saved, flags, frame);
  if (typeof made === 'number') return made;
  try {
    const ended = interruptedLook(frame) ?? (await announcePlan(made.plan, flags, frame));
    if (ended !== undefined) return ended;
    const unkept = isRehearsal(flags) ? undefined : await made.told?.();
    if (unkept !== undefined) {
      frame.err.write(`error: ${unkept}\n`);
      return exitCodes.error;
    }
    const begin = saved === undefined ? {} : { begin: (run: string) => claim(saved, made.root, run, frame) };
    return await act({ made, command: ['apply', ...words], ...begin }, flags, frame);
  } finally {
    await made.close();
  }
};

/** A saved plan is used once. */
async function claim(plan: Plan, root: string, run: string, frame: Frame): Promise<number | undefined> {
  const claimed = await claimPlan(root, plan.id, { at: frame.now().toISOString(), run });
  if (claimed === 'ours') return undefined;
  if ('failure' in claimed) {
    frame.err.write(`error: ${claimed.failure}\n`);
    return exitCodes.error;
  }
  frame.err.write(
    `error: plan ${plan.id} was applied at ${claimed.at}, by run ${claimed.run}; make a new one with \`fleetwright plan\`\n`,
  );
  return exitCodes.stale;
}
