import type { Liquid } from 'liquidjs';

import type { Diagnostic } from '../model/diagnostic.ts';
import { templateEngine } from './liquid.ts';
import { diagnose } from './template-errors.ts';
import type { Locate, Scope } from './template-errors.ts';

/** A text that may depend on variables. */
export interface Template {
  /** The top-level names it reads, and the fields of `host` as `host.name`; a text without templates reads none. */
  readonly reads: readonly string[];
  /** The text for these variables, or everything that is wrong. */
  render(scope: Scope): string | readonly Diagnostic[];
}

/** The engine, made at the first template. */
function engine(): Liquid {
  return (made ??= templateEngine());
}
let made: Liquid | undefined;

/**
 * Does the text hold Liquid at all? systemd's `%i`, `${HOME}` and a `{%i}` are none; `{% word` is, known or not, so that
 * a mistyped tag is not taken for text.
 */
export function holdsTemplate(text: string): boolean {
  if (text.includes('{{')) return true;
  return [...text.matchAll(/\{%-?(\s*)([a-z#]+)/g)].some(
    ([, gap = '', tag = '']) => gap !== '' || Object.hasOwn(engine().tags, tag),
  );
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
          return diagnose(error, { liquid: engine(), locate, scope });
        }
      },
    };
  } catch (error) {
    return diagnose(error, { liquid: engine(), locate, scope: {} });
  }
}

function readsOf(variables: readonly (readonly unknown[])[]): readonly string[] {
  const names = variables.map(([root, field]) =>
    root === 'host' && typeof field === 'string' ? `host.${field}` : String(root),
  );
  return [...new Set(names)].sort();
}
