import { isCollection, visit } from 'yaml';

import type { Diagnostic } from '../model/diagnostic.ts';
import { duplicateKeys } from './duplicate-keys.ts';
import { lossyNumber } from './lossy-numbers.ts';
import type { Parsed } from './parse-yaml.ts';
import { placeAt } from './source-document.ts';

/** What one walk over a parsed text finds: mistakes that YAML lets pass. */
export interface Inspection {
  /** Without what it refers to, the document has no value. */
  readonly unknownAliases: readonly Diagnostic[];
  readonly others: readonly Diagnostic[];
}

/** Walks over all nodes once: inventories can be long. */
export function inspectNodes(parsed: Parsed): Inspection {
  const anchors = new Set<string>();
  const unknownAliases: Diagnostic[] = [];
  const others: Diagnostic[] = [];
  visit(parsed.doc, {
    Map: (_, { anchor, items }) => {
      if (anchor !== undefined) anchors.add(anchor);
      others.push(...duplicateKeys(parsed, items));
    },
    Seq: (_, { anchor }) => {
      if (anchor !== undefined) anchors.add(anchor);
    },
    Scalar: (key, node) => {
      if (node.anchor !== undefined) anchors.add(node.anchor);
      const problem = key === 'key' ? undefined : lossyNumber(parsed, node);
      if (problem !== undefined) others.push(problem);
    },
    Alias: (_, { source, range }, ancestors) => {
      const isInside = ancestors.some((node) => isCollection(node) && node.anchor === source);
      if (anchors.has(source) && !isInside) return;
      const [start, end] = range ?? [0, 0];
      const why = isInside ? 'what it is a part of itself' : 'an anchor that is not set above it';
      const message = `\`*${source}\` refers to ${why}`;
      unknownAliases.push({ severity: 'error', message, place: placeAt(parsed, start, end) });
    },
  });
  return { unknownAliases, others };
}
