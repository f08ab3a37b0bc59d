import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { appliedDir, makePrivate } from './places.ts';

/** When and by which run a plan was applied. */
export interface Claim {
  readonly at: string;
  readonly run: string;
}

/**
 * Marks a plan as applied, before its first step, so that it is used once even by two commands at the same time. Gives
 * `ours`, or the earlier claim, or why no mark could be made.
 */
export async function claimPlan(
  root: string,
  plan: string,
  claim: Claim,
): Promise<'ours' | Claim | { readonly failure: string }> {
  const file = join(appliedDir(root), plan);
  try {
    await makePrivate(root, appliedDir(root));
    await writeFile(file, `${JSON.stringify(claim)}\n`, { flag: 'wx', mode: 0o600 });
    return 'ours';
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return readClaim(file);
    return { failure: `the plan cannot be marked as applied in ${file}: ${message}` };
  }
}

async function readClaim(file: string): Promise<Claim> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Claim;
  } catch {
    // Another command is writing it, or was killed while it did: the plan is used all the same.
    return { at: 'an unknown time', run: 'unknown' };
  }
}
