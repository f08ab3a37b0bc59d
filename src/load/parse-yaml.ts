import type { Document } from 'yaml';
import { LineCounter, parseDocument } from 'yaml';

import type { Diagnostic } from '../model/diagnostic.ts';
import type { Checked } from './checked.ts';
import { inspectNodes } from './inspect-nodes.ts';
import { sourceDocument } from './source-document.ts';
import type { SourceDocument } from './source-document.ts';
import { inPlainWords } from './yaml-words.ts';
import type { YamlProblem } from './yaml-words.ts';

/** As many nodes as aliases may bring in: far above any honest inventory, far below what fills the memory. */
const maxAliasCount = 1_000_000;

/**
 * A text in YAML 1.2 (so JSON too) → its document, or all that is wrong with it as YAML. Merge keys work, a key may
 * stand once only, `yes` and `on` are text. A byte order mark and CRLF are let be. The document comes beside errors too
 * where it could be read, so that a schema can say more about it.
 */
export function parseYaml(file: string, whole: string): Checked<SourceDocument> {
  const text = whole.replace(/^\uFEFF/, ''); // no editor counts the mark as a column
  const lines = new LineCounter();
  const options = { merge: true, stringKeys: true, uniqueKeys: false, prettyErrors: false };
  const doc = parseDocument(text, { ...options, lineCounter: lines, version: '1.2', schema: 'core' });
  const parsed = { file, text, lines, doc };
  const problems: readonly YamlProblem[] = [...doc.errors, ...doc.warnings];
  const diagnostics = problems.map((problem) => inPlainWords(parsed, problem));
  if (diagnostics.length > 0) return { diagnostics: withoutEchoes(diagnostics) };
  const { unknownAliases, others } = inspectNodes(parsed);
  if (unknownAliases.length > 0) return { diagnostics: [...unknownAliases, ...others] };
  const value = valueOf(parsed);
  if ('diagnostics' in value) return value;
  const document = sourceDocument(file, value.value, parsed);
  return { value: document, diagnostics: others };
}

/** A parsed text; for those who look for trouble in its nodes. */
export interface Parsed {
  readonly file: string;
  readonly text: string;
  readonly lines: LineCounter;
  readonly doc: Document;
}

/** One slip often makes the parser stumble again on the same line; the first error says it best. */
function withoutEchoes(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<number | undefined>();
  return diagnostics.filter(({ place }) => {
    if (seen.has(place?.line)) return false;
    seen.add(place?.line);
    return true;
  });
}

function valueOf({ file, doc }: Parsed): { readonly value: unknown } | Checked<never> {
  try {
    return { value: doc.toJS({ maxAliasCount }) as unknown };
  } catch (error) {
    // So the yaml package refuses aliases of aliases of aliases that would fill the memory.
    if (!(error instanceof ReferenceError)) throw error;
    const message = 'its aliases multiply: they stand for more than a million values';
    return { diagnostics: [{ severity: 'error', message, place: { file, line: 1, column: 1 } }] };
  }
}
