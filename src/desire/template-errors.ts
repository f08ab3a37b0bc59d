import { LiquidError, UndefinedVariableError } from 'liquidjs';
import type { Liquid } from 'liquidjs';

import type { Diagnostic, Place } from '../model/diagnostic.ts';
import type { Json } from '../model/json.ts';
import { nearest } from '../model/nearest.ts';

/** What a template can name. */
export type Scope = Readonly<Record<string, Json>>;

/** A place in the template → a place that a person can open. */
export type Locate = (line: number, column: number, length: number) => Place;

/** What the engine threw over a template → diagnostics, one a mistake. An error that is not the template's is a bug. */
export function diagnose(
  error: unknown,
  { liquid, locate, scope }: { readonly liquid: Liquid; readonly locate: Locate; readonly scope: Scope },
): readonly Diagnostic[] {
  if (!(error instanceof LiquidError)) throw error;
  const inner: Error | undefined = error.originalError;
  const several = severalErrors(error) ?? severalErrors(inner);
  if (several !== undefined) return several.flatMap((one) => diagnose(one, { liquid, locate, scope }));
  const [line = 1, column = 1] = error.token.getPosition();
  const length = error.token.getText().split('\n', 1)[0]?.length ?? 1;
  const words =
    error instanceof UndefinedVariableError
      ? undefinedName(error.token.getText(), scope)
      : inTheirWords(inner ?? error, liquid);
  return [{ severity: 'error', ...words, place: locate(line, column, Math.max(1, length)) }];
}

/** liquidjs gathers the errors of one rendering in an error of its own, whose class it does not export. */
function severalErrors(error: Error | undefined): readonly unknown[] | undefined {
  return error?.name === 'LiquidErrors'
    ? (error as Error & { errors: readonly unknown[] }).errors
    : undefined;
}

interface Words {
  readonly message: string;
  readonly hint?: string;
}

function undefinedName(name: string, scope: Scope): Words {
  if (name.startsWith('.')) return { message: `\`${name}\` is not a variable's name`, hint: literal };
  const candidate = nearestName(name, scope);
  const hint = "set it in the inventory, in the play's `vars` or by --var, or write `| default: …`";
  return {
    message: `the variable \`${name}\` is not defined`,
    hint: candidate === undefined ? hint : `did you mean \`${candidate}\`?`,
  };
}

/** Follows the name as far as it exists, and looks for a neighbour of the first part that does not. */
function nearestName(name: string, scope: Scope): string | undefined {
  let at: unknown = scope;
  const known: string[] = [];
  for (const part of name.split('.')) {
    if (typeof at !== 'object' || at === null) return undefined;
    if (!Object.hasOwn(at, part)) {
      const near = nearest(part, Object.keys(at));
      return near === undefined ? undefined : [...known, near].join('.');
    }
    at = (at as Readonly<Record<string, unknown>>)[part];
    known.push(part);
  }
  return undefined;
}

const literal = 'braces that are meant as they are stand in {% raw %}…{% endraw %}';

function inTheirWords(error: Error, liquid: Liquid): Words {
  const message = error.message.replace(/, line:\d+, col:\d+$/, '').replace(/\s+/g, ' ');
  const [, kind = '', name = ''] =
    /^undefined (filter): (\S+)/.exec(message) ?? /^(tag) "([^"]*)" not found/.exec(message) ?? [];
  if (name !== '') {
    const near = nearest(name, Object.keys(kind === 'tag' ? liquid.tags : liquid.filters));
    return {
      message: `there is no ${kind} \`${name}\``,
      hint: near === undefined ? literal : `did you mean \`${near}\`?`,
    };
  }
  if (message.startsWith('the value is ')) return { message };
  return { message: `the template: ${message}`, hint: literal };
}
