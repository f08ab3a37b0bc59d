import { Ajv } from 'ajv';
import type { ErrorObject } from 'ajv';

import { readSchema } from './schemas.ts';

/** What a document that a program wrote has to be. */
export interface Expected {
  /** The schema's name, as in `schemas/NAME.schema.json`. */
  readonly schema: string;
  /** For people: `a plan`. */
  readonly what: string;
  /** What to do about a document that is broken. */
  readonly remedy: string;
}

/** A program's JSON as a value that its schema accepts, or the end of a sentence on why it is none. */
export function readJson(
  text: string,
  { schema, what, remedy }: Expected,
): { readonly value: unknown } | { readonly problem: string } {
  const value = parse(text);
  if (value === undefined) return { problem: `it is not a whole JSON document; ${remedy}` };
  const { format } = Object(value) as { format?: unknown };
  if (format !== 1) {
    return {
      problem: `its format is ${JSON.stringify(format)}, and this version of fleetwright reads format 1`,
    };
  }
  const validate = new Ajv({ allowUnionTypes: true, discriminator: true }).compile(readSchema(schema));
  if (validate(value)) return { value };
  return { problem: `it is not ${what}: ${told(validate.errors ?? [], schema)}` };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The document is written by a program: that it is broken is news enough, and the first break leads to the others. */
function told([error]: readonly ErrorObject[], schema: string): string {
  if (error === undefined) return `it does not match schemas/${schema}.schema.json`;
  const key =
    error.keyword === 'additionalProperties'
      ? ` (${JSON.stringify(error.params['additionalProperty'])})`
      : '';
  return `${error.instancePath === '' ? 'it' : error.instancePath} ${error.message ?? 'is wrong'}${key}`;
}
