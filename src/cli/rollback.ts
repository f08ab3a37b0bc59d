import { act } from './act.ts';
import { refuseUnapprovable } from './approval.ts';
import type { Verb } from './frame.ts';
import { interruptedLook } from './interrupted.ts';
import { makeWayBack } from './make-way-back.ts';
import { announcePlan } from './show-plan.ts';

/** `rollback <run>`: the way back to what a run replaced, as a plan; then, when approved, done like any other. */
export const rollback: Verb = async (words, flags, frame) => {
  const refused = refuseUnapprovable(flags, frame);
  if (refused !== undefined) return refused;
  const [run = 'last'] = words;
  const made = await makeWayBack(run, flags, frame);
  if (typeof made === 'number') return made;
  try {
    const ended = interruptedLook(frame) ?? (await announcePlan(made.plan, flags, frame));
    return ended ?? (await act({ made, command: ['rollback', run] }, flags, frame));
  } finally {
    await made.close();
  }
};
