import { closeSync, openSync, readSync } from 'node:fs';

import { Ajv } from 'ajv';
import type { ErrorObject } from 'ajv';

import type { Plan } from '../model/plan.ts';
import { readSchema } from './schemas.ts';
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
  const value = parse(read.text);
  if (value === undefined) return { problem: 'it is not a whole JSON document; save the plan anew' };
  const { format } = Object(value) as { format?: unknown };
  if (format !== 1) {
    return {
      problem: `its format is ${JSON.stringify(format)}, and this version of fleetwright reads format 1`,
    };
  }
  const validate = new Ajv({ allowUnionTypes: true, discriminator: true }).compile<Plan>(readSchema('plan'));
  return validate(value) ? { plan: value } : { problem: `it is not a plan: ${told(validate.errors ?? [])}` };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A plan is written by a program: that it is broken is news enough, and the first break leads to the others. */
function told([error]: readonly ErrorObject[]): string {
  if (error === undefined) return 'it does not match schemas/plan.schema.json';
  const key =
    error.keyword === 'additionalProperties'
      ? ` (${JSON.stringify(error.params['additionalProperty'])})`
      : '';
  return `${error.instancePath === '' ? 'it' : error.instancePath} ${error.message ?? 'is wrong'}${key}`;
}
