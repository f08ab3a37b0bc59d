import type { Diagnostic } from '../model/diagnostic.ts';
import type { Vars } from '../model/host.ts';
import type { Json } from '../model/json.ts';
import { didYouMean } from '../model/nearest.ts';
import type { DeclaredHost } from './declare-hosts.ts';
import type { Settings } from './inventory.gen.ts';

const placeholder = /\{\{\s*(.*?)\s*\}\}/g;
const textual = ['address', 'identity_file', 'jump'] as const;

/** `{{ n }}` and `{{ name }}` in a host's settings; any other placeholder there is a diagnostic. */
export function fillIn(
  host: DeclaredHost,
  settings: Settings,
): { readonly settings: Settings } | { readonly problem: Diagnostic } {
  const written = textual.filter((key) => settings[key]?.includes('{{') === true);
  if (written.length === 0) return { settings };
  const values: Readonly<Record<string, string | undefined>> = { name: host.name, n: host.n };
  const filled: Partial<Record<(typeof textual)[number], string>> = {};
  for (const key of written) {
    const text = settings[key] ?? '';
    const unknown = [...text.matchAll(placeholder)].find(([, name = '']) => values[name] === undefined);
    if (unknown !== undefined) return { problem: unknownPlaceholder(host, key, unknown[1] ?? '') };
    filled[key] = text.replace(placeholder, (_, name: string) => values[name] ?? '');
  }
  return { settings: { ...settings, ...filled } };
}

function unknownPlaceholder({ from, path }: DeclaredHost, key: string, word: string): Diagnostic {
  const known = 'here are `{{ name }}` and, in the entry of a range, `{{ n }}`';
  const message =
    word === 'n'
      ? `\`{{ n }}\` in \`${key}\` of a host that is no range`
      : `\`{{ ${word} }}\` in \`${key}\` is not known`;
  return {
    severity: 'error',
    message,
    hint: didYouMean(word, ['name', 'n']) ?? known,
    place: from.document.place([...path, key]),
  };
}

/** The same in the host's own variables, where other templates are left as they are. */
export function fillInVars({ name, n, settings }: DeclaredHost, vars: Vars): Vars {
  const own = Object.keys(settings.vars ?? {}).filter((key) => holdsPlaceholder(vars[key]));
  if (own.length === 0) return vars;
  return {
    ...vars,
    ...Object.fromEntries(own.map((key) => [key, filledValue(vars[key] ?? null, { name, n })])),
  };
}

interface Values {
  readonly name: string;
  readonly n: string | undefined;
}

const simple = /\{\{\s*(n|name)\s*\}\}/g;

function holdsPlaceholder(value: Json | undefined): boolean {
  return value !== undefined && /\{\{\s*(n|name)\s*\}\}/.test(JSON.stringify(value));
}

function filledValue(value: Json, values: Values): Json {
  if (typeof value === 'string') {
    return value.replace(simple, (whole, word: 'n' | 'name') => values[word] ?? whole);
  }
  if (Array.isArray(value)) return value.map((item: Json) => filledValue(item, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filledValue(item, values)]));
}
