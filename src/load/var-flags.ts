import type { Vars } from '../model/host.ts';
import type { Json } from '../model/json.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Checked } from './checked.ts';
import { checked } from './checked.ts';
import { parseYaml } from './parse-yaml.ts';

const words: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/**
 * `--var name=value`s as variables: `true`, `false`, `null` and numbers are what they are in a file (so that `false` is
 * false to a template), `[…]` and `{…}` are read as YAML, everything else is text. `1.10` stays text.
 */
export function varsOfFlags(flags: Readonly<Record<string, string>>): Checked<Vars> {
  const diagnostics: Diagnostic[] = [];
  const vars: Record<string, Json> = {};
  for (const [name, text] of Object.entries(flags)) {
    const read = valueOf(text);
    if ('value' in read) vars[name] = read.value;
    else diagnostics.push({ severity: 'error', message: `--var ${name}: ${read.problem}` });
    if (name === 'host') diagnostics.push({ severity: 'error', message: '--var host: the name is built in' });
  }
  return checked(vars, diagnostics);
}

function valueOf(text: string): { readonly value: Json } | { readonly problem: string } {
  const word = words.get(text);
  if (word !== undefined) return { value: word };
  if (text !== '' && String(Number(text)) === text && Number.isFinite(Number(text)))
    return { value: Number(text) };
  if (!/^\s*[[{]/.test(text)) return { value: text };
  const { value, diagnostics } = parseYaml('--var', text);
  const [first] = diagnostics;
  if (value === undefined || first !== undefined)
    return { problem: first?.message ?? 'the value is not YAML' };
  return { value: value.value as Json };
}
