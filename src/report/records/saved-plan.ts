import { resolve } from 'node:path';

import type { Plan } from '../../model/plan.ts';
import { planDocument } from './plan-document.ts';
import { writeWhole } from './write-whole.ts';

/** Saves a plan for `apply FILE`, readable by its owner only. Gives what went wrong, or undefined. */
export async function savePlan(plan: Plan, file: string, cwd: string): Promise<string | undefined> {
  try {
    await writeWhole(resolve(cwd, file), planDocument(plan));
    return undefined;
  } catch (error) {
    return `the plan cannot be saved to ${file}: ${(error as Error).message}`;
  }
}
