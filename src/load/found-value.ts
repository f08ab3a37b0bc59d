import { printable } from '../model/printable.ts';
import type { Schema } from './schemas.ts';
import type { Path, SourceDocument } from './source-document.ts';

/** YAML 1.1's booleans, which are text in YAML 1.2. */
const oldBooleans: Readonly<Record<string, boolean>> = {
  ...{ y: true, yes: true, on: true, true: true },
  ...{ n: false, no: false, off: false, false: false },
};

/** What a path leads to, as the beginning of a sentence: "`enabled`", "entry 2 of `match`". */
export function subject(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'the document';
  if (typeof last === 'string') return `\`${printable(last)}\``;
  const list = path.at(-2);
  return list === undefined || typeof list === 'number'
    ? `entry ${last + 1}`
    : `entry ${last + 1} of \`${list}\``;
}

/** What stands at a path, as the end of a sentence: "the number `1.10`", "empty", "a list". */
export function foundValue(document: SourceDocument, path: Path, value: unknown): string {
  if (value === null) return path.length === 0 ? 'nothing' : 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  const source = document.source(path) ?? (typeof value === 'string' ? value : JSON.stringify(value));
  if (typeof value === 'number') return `the number \`${source}\``;
  if (typeof value === 'boolean') return `\`${source}\``;
  return source === '' ? 'empty' : `the text \`${shortened(source)}\``;
}

function shortened(text: string): string {
  const line = printable(text);
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}

/** What to write instead of a value of the wrong type. */
export function typeHint(schema: Schema, value: unknown, written?: string): string | undefined {
  const source = written ?? JSON.stringify(value);
  const types = [schema.type ?? []].flat();
  if (types.includes('boolean')) {
    const meant = typeof value === 'string' ? oldBooleans[value.toLowerCase()] : undefined;
    return meant === undefined
      ? 'expected true or false'
      : `write ${meant}: in YAML 1.2 \`${source}\` is text`;
  }
  const isScalar = typeof value === 'number' || typeof value === 'boolean';
  if (types.includes('string') && isScalar && fits(schema, source))
    return `write "${source}": in quotes it is text`;
  const asNumber = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  if (types.includes('integer') && Number.isInteger(asNumber)) return `write ${asNumber}, without quotes`;
  return schema.errorMessage ?? `expected ${types.map((type) => typeNames[type] ?? type).join(' or ')}`;
}

/** Would the text be right, once it is text? */
function fits({ pattern, enum: choices }: Schema, source: string): boolean {
  if (choices !== undefined) return choices.includes(source);
  return pattern === undefined || new RegExp(pattern, 'u').test(source);
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  array: 'a list',
  object: 'a map',
  null: 'nothing',
};
