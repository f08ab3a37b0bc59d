import { resolve } from 'node:path';

import { loadPlan, looksLikePlan } from '../load/saved-plan.ts';
import type { Plan } from '../model/plan.ts';
import { exitCodes } from './exit-code.ts';
import type { Frame } from './frame.ts';

/**
 * The saved plan that `apply` was given; undefined when it was given playbooks. An exit code when the file is a plan
 * that cannot be used, or when a plan stands among other files.
 */
export function readSavedPlan(words: readonly string[], frame: Frame): Plan | undefined | number {
  const plan = words.find((word) => looksLikePlan(resolve(frame.cwd, word)));
  if (plan === undefined) return undefined;
  if (words.length > 1) return refuse(`${plan} is a saved plan, which is applied alone`, frame);
  const loaded = loadPlan(resolve(frame.cwd, plan));
  return 'problem' in loaded ? refuse(`${plan}: ${loaded.problem}`, frame) : loaded.plan;
}

function refuse(why: string, frame: Frame): number {
  frame.err.write(`error: ${why}\n`);
  return exitCodes.error;
}
