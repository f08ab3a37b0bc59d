import type { LoadedItem, LoadedPlay } from '../load/playbook.ts';
import type { Path } from '../load/source-document.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { HostScope } from './host-scope.ts';
import { renderOnce } from './render-once.ts';
import type { SharedTemplate } from './render-once.ts';
import { holdsTemplate, parseTemplate } from './template.ts';

/** An entry as some hosts get it. */
export interface SpecVariant {
  /** Tells the variants of one entry apart. */
  readonly key: string;
  readonly spec: unknown;
  readonly diagnostics: readonly Diagnostic[];
}

/** A text of an entry that is a template, such as `http: "http://127.0.0.1:{{ port }}/"`. */
interface SpecText {
  readonly path: Path;
  readonly template: SharedTemplate;
}

/**
 * An entry as a function of the host: its texts may be templates. What has a grammar, such as a unit's name, cannot be
 * one: its schema allows no braces.
 */
export function specTemplate(
  item: LoadedItem,
  play: LoadedPlay,
): ((scope: HostScope) => SpecVariant) | readonly Diagnostic[] {
  const templates: SpecText[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { path, text } of textsOf(item.spec, []).filter((found) => holdsTemplate(found.text))) {
    const place = play.document.place([...item.path, ...path]);
    const template = parseTemplate(text, () => place);
    if ('render' in template) templates.push({ path, template: renderOnce(template) });
    else diagnostics.push(...template);
  }
  if (diagnostics.length > 0) return diagnostics;
  const plain = { key: '', spec: item.spec, diagnostics };
  return templates.length === 0 ? () => plain : (scope) => rendered(item.spec, templates, scope);
}

function rendered(spec: unknown, templates: readonly SpecText[], scope: HostScope): SpecVariant {
  let result = spec;
  const ids: number[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { path, template } of templates) {
    const { id, outcome } = template.variant(scope);
    ids.push(id);
    if (typeof outcome === 'string') result = replaced(result, path, outcome);
    else diagnostics.push(...outcome);
  }
  return { key: ids.join(), spec: result, diagnostics };
}

function textsOf(value: unknown, path: Path): readonly { readonly path: Path; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsOf(item, [...path, index]));
  const entries = Object.entries(value).filter(([key]) => !key.startsWith('x-'));
  return entries.flatMap(([key, item]) => textsOf(item, [...path, key]));
}

/** A copy of the value with another text at the path. */
function replaced(value: unknown, [first, ...rest]: Path, text: string): unknown {
  if (first === undefined) return text;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (index === first ? replaced(item, rest, text) : item));
  }
  const map = value as Readonly<Record<string, unknown>>;
  return { ...map, [first]: replaced(map[first], rest, text) };
}
