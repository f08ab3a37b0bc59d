import type { ErrorObject } from 'ajv';

import type { Diagnostic, Place } from '../model/diagnostic.ts';
import { didYouMean } from '../model/nearest.ts';
import { ansibleNames } from './ansible-names.ts';
import { foundValue, subject, typeHint } from './found-value.ts';
import type { Schema } from './schemas.ts';
import type { Path, SourceDocument } from './source-document.ts';

interface Mistake {
  readonly document: SourceDocument;
  readonly path: Path;
  readonly error: ErrorObject;
  /** The schema that was not met. */
  readonly schema: Schema;
}

interface Words {
  readonly message: string;
  readonly hint?: string | undefined;
  readonly place: Place;
}

/** One error of ajv → one diagnostic, in the words of the document rather than of the schema. */
export function explain(document: SourceDocument, path: Path, error: ErrorObject): Diagnostic {
  const mistake = { document, path, error, schema: (error.parentSchema ?? {}) as Schema };
  const { message, hint, place } = (explanations[error.keyword] ?? otherwise)(mistake);
  return { severity: 'error', message, ...(hint === undefined ? {} : { hint }), place };
}

const explanations: Readonly<Record<string, (mistake: Mistake) => Words>> = {
  additionalProperties: unknownKey,
  required: missingKey,
  enum: notOneOf,
  type: wrongType,
  uniqueItems: twice,
  minItems: tooFew,
  minProperties: tooFew,
  minLength: tooFew,
};

function unknownKey({ document, path, error, schema }: Mistake): Words {
  const key = String((error.params as { additionalProperty: unknown }).additionalProperty);
  const known = Object.keys(schema.properties ?? {});
  return {
    message: `unknown key \`${key}\``,
    hint: hintForKey(key, known),
    place: document.keyPlace([...path, key]),
  };
}

function hintForKey(key: string, known: readonly string[]): string {
  const near = didYouMean(key, known);
  if (near !== undefined) return near;
  const here = Object.hasOwn(ansibleNames, key) ? ansibleNames[key] : undefined;
  return `${here === undefined ? '' : `Fleetwright's word is ${here}; `}known here: ${known.join(', ')}`;
}

function missingKey({ document, path, error }: Mistake): Words {
  const key = String((error.params as { missingProperty: unknown }).missingProperty);
  const place = document.place(path);
  return { message: `\`${key}\` is missing`, hint: `add \`${key}:\``, place };
}

function notOneOf({ document, path, error, schema }: Mistake): Words {
  const choices = (schema.enum ?? []).map(String);
  const word = String(error.data);
  const all = `expected ${choices.slice(0, -1).join(', ')} or ${choices.at(-1) ?? ''}`;
  const near = didYouMean(word, choices);
  const hint = near === undefined ? all : `${near} (${all})`;
  return {
    message: `${subject(path)} is ${foundValue(document, path, word)}`,
    hint,
    place: document.place(path),
  };
}

function wrongType({ document, path, error, schema }: Mistake): Words {
  const found = foundValue(document, path, error.data);
  const hint = typeHint(schema, error.data, document.source(path));
  if (path.length === 0) return { message: `the file holds ${found}`, hint, place: document.place(path) };
  const place = error.data === null ? document.keyPlace(path) : document.place(path);
  return { message: `${subject(path)} is ${found}`, hint, place };
}

function twice({ document, path, error }: Mistake): Words {
  const { i } = error.params as { i: number };
  const item = [...path, i];
  return {
    message: `\`${String((error.data as readonly unknown[])[i])}\` stands twice in ${subject(path)}`,
    place: document.place(item),
  };
}

function tooFew({ document, path, schema }: Mistake): Words {
  return { message: `${subject(path)} is empty`, hint: schema.errorMessage, place: document.place(path) };
}

/** Patterns, bounds and lengths: the schema says what is expected. */
function otherwise({ document, path, error, schema }: Mistake): Words {
  const key = error.propertyName;
  if (key !== undefined) {
    const place = document.keyPlace([...path, key]);
    return { message: `\`${key}\` cannot stand in ${subject(path)}`, hint: schema.errorMessage, place };
  }
  const message = `${subject(path)} is ${foundValue(document, path, error.data)}`;
  return { message, hint: schema.errorMessage ?? error.message, place: document.place(path) };
}
