import type { LoadedItem, LoadedPlay } from '../load/playbook.ts';
import type { Path } from '../load/source-document.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { HostScope } from './host-scope.ts';
import { renderOnce } from './render-once.ts';
import type { SharedTemplate } from './render-once.ts';
import { holdsTemplate, parseTemplate } from './template.ts';

/** A spec whose texts may hold templates (`http: "http://127.0.0.1:{{ port }}/"`). */
export interface SpecTemplate {
  readonly readsHost: boolean;
  render(scope: HostScope): { readonly spec: unknown; readonly diagnostics: readonly Diagnostic[] };
}

/**
 * Finds the templates in an entry. What has a grammar, such as a unit's name, cannot hold one: its schema has no braces.
 */
export function specTemplate(item: LoadedItem, play: LoadedPlay): SpecTemplate | readonly Diagnostic[] {
  const found = textsOf(item.spec, []).filter(({ text }) => holdsTemplate(text));
  const templates: { readonly path: Path; readonly template: SharedTemplate }[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { path, text } of found) {
    const place = play.document.place([...item.path, ...path]);
    const template = parseTemplate(text, () => place);
    if ('render' in template) templates.push({ path, template: renderOnce(template) });
    else diagnostics.push(...template);
  }
  if (diagnostics.length > 0) return diagnostics;
  if (templates.length === 0)
    return { readsHost: false, render: () => ({ spec: item.spec, diagnostics: [] }) };
  return {
    readsHost: templates.some(({ template }) => template.readsHost),
    render: (scope) => renderAll(item.spec, templates, scope),
  };
}

function renderAll(
  spec: unknown,
  templates: readonly { readonly path: Path; readonly template: SharedTemplate }[],
  scope: HostScope,
): { readonly spec: unknown; readonly diagnostics: readonly Diagnostic[] } {
  let rendered = spec;
  const diagnostics: Diagnostic[] = [];
  for (const { path, template } of templates) {
    const text = template.render(scope);
    if (typeof text === 'string') rendered = replaced(rendered, path, text);
    else diagnostics.push(...text);
  }
  return { spec: rendered, diagnostics };
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
