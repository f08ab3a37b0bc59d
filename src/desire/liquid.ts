import { IfTag, Liquid, UnlessTag } from 'liquidjs';
import type { Context, TagToken, TopLevelToken, Value } from 'liquidjs';

/**
 * The template engine: undefined names and filters are errors, in conditions too (only `| default:` may meet one), every
 * error of a template is reported at once, and nothing depends on the time, on chance or on other files.
 */
export function templateEngine(): Liquid {
  const liquid = new Liquid({
    strictVariables: true,
    strictFilters: true,
    lenientIf: true,
    catchAllErrors: true,
    outputEscape: scalar,
    relativeReference: false,
  });
  for (const tag of ['include', 'render', 'layout', 'block']) Reflect.deleteProperty(liquid.tags, tag);
  for (const filter of [
    'sample',
    'date',
    'date_to_xmlschema',
    'date_to_rfc822',
    'date_to_string',
    'date_to_long_string',
  ]) {
    Reflect.deleteProperty(liquid.filters, filter);
  }
  liquid.registerTag('if', StrictIf);
  liquid.registerTag('unless', StrictUnless);
  return liquid;
}

/** What a template would print as `[object Object]`, run together or swallow is an error instead. */
function scalar(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === null || value === undefined) throw new Error('the value is empty (null)');
  const what = Array.isArray(value)
    ? 'a list: write `| join: " "` or `| json`'
    : 'a map: name one of its keys, or write `| json`';
  throw new Error(`the value is ${what}`);
}

/** liquidjs lets conditions meet undefined names wherever `default` may; a typo in an `if` must not pass. */
class StrictIf extends IfTag {
  constructor(
    token: TagToken,
    rest: TopLevelToken[],
    liquid: Liquid,
    parser: ConstructorParameters<typeof IfTag>[3],
  ) {
    super(token, rest, liquid, parser);
    for (const { value } of this.branches) makeStrict(value);
  }
}

class StrictUnless extends UnlessTag {
  constructor(
    token: TagToken,
    rest: TopLevelToken[],
    liquid: Liquid,
    parser: ConstructorParameters<typeof UnlessTag>[3],
  ) {
    super(token, rest, liquid, parser);
    for (const { value } of this.branches) makeStrict(value);
  }
}

function makeStrict(value: Value): void {
  const evaluate = value.value.bind(value);
  value.value = (context: Context) => evaluate(context, false);
}
