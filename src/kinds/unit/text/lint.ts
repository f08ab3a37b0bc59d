import { parseUnitName, type UnitName } from '../name.ts';
import { lintDamage } from './lint/damage.ts';
import { lintExec } from './lint/exec.ts';
import { lintInstall } from './lint/install.ts';
import { lintKnown } from './lint/known.ts';
import type { UnitProblem } from './lint/problem.ts';
import { lintSyntax } from './lint/syntax.ts';
import { lintChoices } from './lint/values.ts';
import { lintWhole, type WholeProblem } from './lint/whole.ts';
import { parseUnitText } from './parse.ts';

/**
 * Checks one text under a unit's name (valid, or there is nothing to say): a whole unit file, or a drop-in, of which less
 * can be said by itself. In the order of the lines. systemd.syntax(7), systemd.unit(5) and the page of the unit's type.
 */
export function lintUnitText(
  name: string,
  text: string,
  { dropIn }: { readonly dropIn: boolean },
): readonly UnitProblem[] {
  const unit = parseUnitName(name);
  if (typeof unit === 'string') return [];
  const whole = dropIn || text === '' ? [] : lintWhole(unit, [parseUnitText(text)]).map(withoutText);
  return [...lintAlone(unit, text, dropIn), ...whole].sort(byLine);
}

/**
 * Checks a unit file (first) together with its drop-ins, in the order systemd reads them: each for itself, and what only shows
 * when they are put together, such as a second ExecStart=. `text` says which of them a problem is in.
 */
export function lintUnit(name: string, texts: readonly string[]): readonly WholeProblem[] {
  const unit = parseUnitName(name);
  if (typeof unit === 'string') return [];
  const alone = texts.flatMap((text, index) =>
    lintAlone(unit, text, index > 0).map((problem) => ({ ...problem, text: index })),
  );
  const whole = texts[0] === '' ? [] : lintWhole(unit, texts.map(parseUnitText));
  return [...alone, ...whole].sort((a, b) => a.text - b.text || byLine(a, b));
}

function lintAlone(unit: UnitName, text: string, dropIn: boolean): readonly UnitProblem[] {
  const parsed = parseUnitText(text);
  return [
    ...lintDamage(text, dropIn),
    ...lintSyntax(parsed, dropIn),
    ...lintKnown(unit.type, parsed),
    ...lintChoices(parsed),
    ...lintExec(parsed),
    ...lintInstall(unit, parsed),
  ];
}

function byLine(a: UnitProblem, b: UnitProblem): number {
  return a.line - b.line;
}

function withoutText(problem: WholeProblem): UnitProblem {
  const { line, severity, message, hint } = problem;
  return { line, severity, message, ...(hint === undefined ? {} : { hint }) };
}
