import type { Diagnostic } from '../model/diagnostic.ts';
import type { Checked } from './checked.ts';
import { parseYaml } from './parse-yaml.ts';
import type { SourceDocument } from './source-document.ts';
import { readText, unreadable } from './text-file.ts';

/** Reads and parses one YAML file. An empty one is an error: whoever names a file means it to say something. */
export function readDocument(file: string): Checked<SourceDocument> {
  const read = readText(file);
  if ('reason' in read) return { diagnostics: [unreadable(file, read)] };
  const { value, diagnostics } = parseYaml(file, read.text);
  if (value !== undefined && value.value === null) {
    const place = { file, line: 1, column: 1 };
    return { diagnostics: [{ severity: 'error', message: `${file} is empty`, place }] };
  }
  return { ...(value === undefined ? {} : { value }), diagnostics };
}

/**
 * What YAML and the schema say about one text, together: where both complain of one place, the schema knows better what
 * was meant.
 */
export function mergeDiagnostics(
  yaml: readonly Diagnostic[],
  schema: readonly Diagnostic[],
): readonly Diagnostic[] {
  const told = new Set(schema.map(spot));
  return [...yaml.filter((diagnostic) => !told.has(spot(diagnostic))), ...schema].sort(byPlace);
}

function spot({ place }: Diagnostic): string {
  return place === undefined ? '' : `${place.line}:${place.column}`;
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  const [one, other] = [a.place, b.place];
  return (one?.line ?? 0) - (other?.line ?? 0) || (one?.column ?? 0) - (other?.column ?? 0);
}
