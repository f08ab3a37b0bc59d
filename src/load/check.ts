import { Ajv } from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';

import type { Diagnostic } from '../model/diagnostic.ts';
import { nearest } from '../model/nearest.ts';
import { explain } from './explain.ts';
import type { Schema } from './schemas.ts';
import type { Path, SourceDocument } from './source-document.ts';

/** Says what is wrong with the value at `path`, one diagnostic a mistake. */
export type Check = (document: SourceDocument, path: Path) => readonly Diagnostic[];

/** Compiles the definition that `pointer` names inside a schema (`''` is the whole). */
export function compileCheck(schema: Schema, pointer: '' | `#/definitions/${string}`): Check {
  // Our schemas are tested against the meta-schema; to compile that in every run would take longer than all the rest. Nor does
  // a document have so many values that code for a check would have to be made smaller first.
  const own = {
    code: { optimize: false },
    meta: false,
    validateSchema: false,
    strict: true,
    strictTypes: false,
    allowUnionTypes: true,
  } as const;
  const ajv = new Ajv({ ...own, allErrors: true, verbose: true });
  ajv.addKeyword('errorMessage');
  ajv.addSchema({ ...schema, $id: 'document' });
  const validate = ajv.getSchema(`document${pointer}`);
  if (validate === undefined) throw new Error(`the schema has no ${pointer}`);
  return (document, path) => diagnose(validate, document, path);
}

function diagnose(validate: ValidateFunction, document: SourceDocument, path: Path): readonly Diagnostic[] {
  const value = valueAt(document.value, path);
  if (validate(value)) return [];
  const all = validate.errors ?? [];
  const errors = all.filter((error) => tellsItself(error) && !isMisspelt(error, all));
  return errors.map((error) => explain(document, [...path, ...pathOf(value, error.instancePath)], error));
}

/** ajv reports a bad key twice: what is wrong with it, and that something is. */
function tellsItself(error: ErrorObject): boolean {
  return error.keyword !== 'propertyNames';
}

/** A required key that is there under a name much like it is one mistake, not two. */
function isMisspelt({ keyword, instancePath, params }: ErrorObject, all: readonly ErrorObject[]): boolean {
  if (keyword !== 'required') return false;
  const missing = (params as { missingProperty: string }).missingProperty;
  return all.some((other) => {
    if (other.keyword !== 'additionalProperties' || other.instancePath !== instancePath) return false;
    const { additionalProperty } = other.params as { additionalProperty: string };
    return nearest(additionalProperty, [missing]) !== undefined;
  });
}

/** The value that a path leads to; undefined when it leads nowhere. */
export function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const segment of path) at = (at as Readonly<Record<string | number, unknown>> | undefined)?.[segment];
  return at;
}

/** A JSON pointer → a path, with numbers where it goes into lists. */
function pathOf(root: unknown, pointer: string): Path {
  const path: (string | number)[] = [];
  let at = root;
  for (const escaped of pointer.split('/').slice(1)) {
    const name = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    const segment = Array.isArray(at) ? Number(name) : name;
    path.push(segment);
    at = valueAt(at, [segment]);
  }
  return path;
}
