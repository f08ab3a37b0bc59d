import { LiquidError, UndefinedVariableError } from 'liquidjs';
import type { Liquid } from 'liquidjs';

import type { Diagnostic, Place } from '../model/diagnostic.ts';
import type { Json } from '../model/json.ts';
import { nearest } from '../model/nearest.ts';
import { templateEngine } from './liquid.ts';

/** What a template can name. */
export type Scope = Readonly<Record<string, Json>>;

/** A text that may depend on variables. */
export interface Template {
  /** The top-level names it reads, and the fields of `host` as `host.name`; a text without templates reads none. */
  readonly reads: readonly string[];
  /** The text for these variables, or everything that is wrong. */
  render(scope: Scope): string | readonly Diagnostic[];
}

/** A place in the template → a place that a person can open. */
export type Locate = (line: number, column: number, length: number) => Place;

/** The engine, made at the first template. */
function engine(): Liquid {
  return (made ??= templateEngine());
}
let made: Liquid | undefined;

/** Does the text hold Liquid at all? systemd's `%i`, `${HOME}` and a lone `{%` are none. */
export function holdsTemplate(text: string): boolean {
  if (text.includes('{{')) return true;
  return [...text.matchAll(/\{%-?\s*([a-z#]+)/g)].some(([, tag = '']) => Object.hasOwn(engine().tags, tag));
}

/** Parses a text. One without Liquid comes out byte for byte. */
export function parseTemplate(text: string, locate: Locate): Template | readonly Diagnostic[] {
  if (!holdsTemplate(text)) return { reads: [], render: () => text };
  try {
    const parsed = engine().parse(text);
    return {
      reads: readsOf(engine().globalVariableSegmentsSync(parsed)),
      render: (scope) => {
        try {
          return engine().renderSync(parsed, scope) as string;
        } catch (error) {
          return diagnose(error, locate, scope);
        }
      },
    };
  } catch (error) {
    return diagnose(error, locate, {});
  }
}

function readsOf(variables: readonly (readonly unknown[])[]): readonly string[] {
  const names = variables.map(([root, field]) =>
    root === 'host' && typeof field === 'string' ? `host.${field}` : String(root),
  );
  return [...new Set(names)].sort();
}

function diagnose(error: unknown, locate: Locate, scope: Scope): readonly Diagnostic[] {
  if (!(error instanceof LiquidError)) throw error;
  const inner: Error | undefined = error.originalError;
  const several = severalErrors(error) ?? severalErrors(inner);
  if (several !== undefined) return several.flatMap((one) => diagnose(one, locate, scope));
  const [line = 1, column = 1] = error.token.getPosition();
  const length = error.token.getText().split('\n', 1)[0]?.length ?? 1;
  const words =
    error instanceof UndefinedVariableError
      ? undefinedName(error.token.getText(), scope)
      : inTheirWords(inner ?? error);
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

function inTheirWords(error: Error): Words {
  const message = error.message.replace(/, line:\d+, col:\d+$/, '').replace(/\s+/g, ' ');
  const filter = /^undefined filter: (\S+)/.exec(message)?.[1];
  if (filter !== undefined) {
    const near = nearest(filter, Object.keys(engine().filters));
    return {
      message: `there is no filter \`${filter}\``,
      ...(near === undefined ? {} : { hint: `did you mean \`${near}\`?` }),
    };
  }
  if (message.startsWith('the value is ')) return { message };
  return {
    message: `the template: ${message}`,
    hint: 'braces that are meant as they are stand in {% raw %}…{% endraw %}',
  };
}
