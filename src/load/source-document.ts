import type { Document, LineCounter, Node, Pair } from 'yaml';
import { isAlias, isMap, isNode, isPair, isScalar, isSeq } from 'yaml';

import type { Place } from '../model/diagnostic.ts';

/** The way to a value inside a document: keys of maps and indices of lists. */
export type Path = readonly (string | number)[];

/** A YAML text as a value, with the way back from a part of the value to its place in the text. */
export interface SourceDocument {
  /** As the user named it; for places. */
  readonly file: string;
  readonly value: unknown;
  /** Where the value at `path` stands, or the nearest thing around it that has a place. */
  place(path: Path): Place;
  /** Where the key that ends `path` stands; a list's entry is its own key. */
  keyPlace(path: Path): Place;
  /** A plain scalar as it was typed: `1.10`, where the value is 1.1. */
  source(path: Path): string | undefined;
}

/** The document over what the yaml package parsed. */
export function sourceDocument(
  file: string,
  value: unknown,
  { doc, text, lines }: { readonly doc: Document; readonly text: string; readonly lines: LineCounter },
): SourceDocument {
  const placeOf = (node: Node | undefined): Place => {
    const [start, end] = shown(node)?.range ?? [0, 0];
    return placeAt({ file, text, lines }, start, end);
  };
  return {
    file,
    value,
    place: (path) => placeOf(walk(doc, path).node),
    keyPlace: (path) => {
      const { key, node } = walk(doc, path);
      return placeOf(key ?? node);
    },
    source: (path) => {
      const { node } = walk(doc, path);
      return isScalar(node) ? node.source : undefined;
    },
  };
}

/** A map over several lines is pointed at by its first key. */
function shown(node: Node | undefined): Node | undefined {
  if (!isMap(node) || node.flow === true) return node;
  const key = node.items[0]?.key;
  return isNode(key) ? key : node;
}

/** The place of the characters from `start` to `end`, cut off at the end of the first line. */
export function placeAt(
  { file, text, lines }: { readonly file: string; readonly text: string; readonly lines: LineCounter },
  start: number,
  end: number,
): Place {
  const { line, col } = lines.linePos(start);
  const covered = text.slice(start, end).split(/\r?\n/, 1)[0]?.trimEnd() ?? '';
  return { file, line: Math.max(1, line), column: Math.max(1, col), length: Math.max(1, covered.length) };
}

interface Found {
  readonly node: Node | undefined;
  readonly key?: Node;
}

/** Follows the path as far as it goes; what an alias or a merge key brought in is found where it was written. */
function walk(doc: Document, path: Path): Found {
  let found: Found = { node: resolved(doc, doc.contents) };
  for (const segment of path) {
    const next = step(doc, found.node, segment);
    if (next === undefined) return found;
    found = next;
  }
  return found;
}

function step(doc: Document, node: Node | undefined, segment: string | number): Found | undefined {
  if (isSeq(node) && typeof segment === 'number') {
    const item = node.items[segment];
    return isNode(item) ? { node: resolved(doc, item) } : undefined;
  }
  const pair = pairOf(doc, node, String(segment));
  if (pair === undefined) return undefined;
  const key = isNode(pair.key) ? pair.key : undefined;
  const value = isNode(pair.value) ? resolved(doc, pair.value) : key;
  return { node: value, ...(key === undefined ? {} : { key }) };
}

function pairOf(doc: Document, node: Node | undefined, name: string): Pair | undefined {
  if (!isMap(node)) return undefined;
  const pairs = node.items.filter((pair) => isPair(pair));
  const own = pairs.find(({ key }) => isScalar(key) && String(key.value) === name);
  if (own !== undefined) return own;
  for (const { key, value } of pairs) {
    if (!isScalar(key) || key.value !== '<<' || !isNode(value)) continue;
    for (const merged of mergedMaps(doc, value)) {
      const inherited = pairOf(doc, merged, name);
      if (inherited !== undefined) return inherited;
    }
  }
  return undefined;
}

function mergedMaps(doc: Document, value: Node): readonly (Node | undefined)[] {
  const node = resolved(doc, value);
  return isSeq(node) ? node.items.map((item) => (isNode(item) ? resolved(doc, item) : undefined)) : [node];
}

function resolved(doc: Document, node: Node | null): Node | undefined {
  if (node === null) return undefined;
  return isAlias(node) ? node.resolve(doc) : node;
}
