import type { Diagnostic } from '../model/diagnostic.ts';
import { valueAt } from './check.ts';
import type { Path, SourceDocument } from './source-document.ts';

/**
 * Warns of variables that look like templates: a variable is a plain value, and its `{{ … }}` would arrive on the host as
 * it stands. `filled` are the placeholders that are replaced there; Go's `{{.Field}}` is meant as it is.
 */
export function templatesInVars(
  document: SourceDocument,
  path: Path,
  filled: readonly string[] = [],
): readonly Diagnostic[] {
  const vars = valueAt(document.value, path);
  if (typeof vars !== 'object' || vars === null) return [];
  return Object.entries(vars).flatMap(([name, value]): readonly Diagnostic[] => {
    const found = JSON.stringify(value).matchAll(/\{\{-?\s*([A-Za-z_]\w*)[^}]*\}\}/g);
    const [unfilled] = [...found].filter(([, word = '']) => !filled.includes(word));
    if (unfilled === undefined) return [];
    const message = `\`${unfilled[0]}\` in the variable \`${name}\` is not filled in`;
    const hint = 'variables are plain values; put the parts together in the template';
    return [{ severity: 'warning', message, hint, place: document.place([...path, name]) }];
  });
}

/** `host` is what templates know the host itself by. */
export function reservedVars(document: SourceDocument, path: Path): readonly Diagnostic[] {
  const at = [...path, 'host'];
  if (valueAt(document.value, at) === undefined) return [];
  const message = 'the variable `host` is built in: `host.name`, `host.address`, `host.groups`';
  return [{ severity: 'error', message, hint: 'choose another name', place: document.keyPlace(at) }];
}
