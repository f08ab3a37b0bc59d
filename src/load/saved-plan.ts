import { closeSync, openSync, readSync } from 'node:fs';

import type { Plan } from '../model/plan.ts';
import { readJson } from './json-document.ts';
import { readText } from './text-file.ts';

/** Whether a file is a plan that this program saved (each begins with its format), rather than a playbook. */
export function looksLikePlan(file: string): boolean {
  try {
    const [fd, head] = [openSync(file, 'r'), Buffer.alloc(64)];
    const length = readSync(fd, head);
    closeSync(fd);
    return /^\s*\{\s*"format"\s*:/.test(head.toString('utf8', 0, length));
  } catch {
    // Whoever loads it as a playbook will say why it cannot be read.
    return false;
  }
}

/** A saved plan, or the end of a sentence on why the file is none that can be applied. */
export function loadPlan(file: string): { readonly plan: Plan } | { readonly problem: string } {
  const read = readText(file);
  if ('reason' in read) return { problem: read.reason };
  const expected = { schema: 'plan', what: 'a plan', remedy: 'save the plan anew' };
  const plan = readJson(read.text, expected);
  return 'problem' in plan ? plan : { plan: plan.value as Plan };
}
