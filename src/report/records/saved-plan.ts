import { open, rename, rm } from 'node:fs/promises';

import type { Plan } from '../../model/plan.ts';

/** Writes a plan to a file that only its owner can read, whole or not at all. Gives what went wrong, or undefined. */
export async function savePlan(plan: Plan, file: string): Promise<string | undefined> {
  const beside = `${file}.new-${process.pid}`;
  try {
    const handle = await open(beside, 'wx', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(plan, undefined, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
    return undefined;
  } catch (error) {
    await rm(beside, { force: true });
    return `the plan could not be saved to ${file}: ${(error as Error).message}`;
  }
}
