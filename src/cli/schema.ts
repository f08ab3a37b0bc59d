import { kinds } from '../kinds/registry.ts';
import { didYouMean } from '../model/nearest.ts';
import { documentSchema, schemaNames } from '../load/schemas.ts';
import { exitCodes } from './exit-code.ts';
import type { Verb } from './frame.ts';

/** `schema [name]`: the JSON Schema of one sort of document, or all of them as one object by name; for editors. */
export const schema: Verb = ([name], _flags, frame) => {
  if (name === undefined) {
    const bundle = Object.fromEntries(schemaNames().map((each) => [each, documentSchema(each, kinds)]));
    frame.out.write(`${JSON.stringify(bundle, undefined, 2)}\n`);
    return Promise.resolve(exitCodes.done);
  }
  if (!schemaNames().includes(name)) {
    const hint = didYouMean(name, schemaNames()) ?? `there are ${schemaNames().join(', ')}`;
    frame.err.write(`fleetwright: there is no schema \`${name}\`; ${hint}\n`);
    return Promise.resolve(exitCodes.usage);
  }
  frame.out.write(`${JSON.stringify(documentSchema(name, kinds), undefined, 2)}\n`);
  return Promise.resolve(exitCodes.done);
};
