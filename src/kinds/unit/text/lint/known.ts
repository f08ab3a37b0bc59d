import { didYouMean } from '../../../../model/nearest.ts';
import { printable } from '../../../../model/printable.ts';
import type { UnitType } from '../../name.ts';
import { directivesOf, isBoolean, sectionsOf } from '../directives.ts';
import { parseBoolean } from '../boolean.ts';
import type { Assignment, Section, UnitText } from '../parse.ts';
import { type UnitProblem, warning } from './problem.ts';

/** Sections and directives that systemd would skip, and booleans that it would not take. `X-…` is for other programs. */
export function lintKnown(type: UnitType, unit: UnitText): readonly UnitProblem[] {
  return unit.sections.flatMap((section) => {
    if (section.name.startsWith('X-')) return [];
    if (!sectionsOf(type).includes(section.name)) return [unknownSection(type, section)];
    return section.assignments.flatMap((assignment) => lintAssignment(type, section.name, assignment));
  });
}

function unknownSection(type: UnitType, { name, line }: Section): UnitProblem {
  const sections = sectionsOf(type);
  const hint = didYouMean(name, sections) ?? `it may have [${sections.join('], [')}] and [X-…]`;
  return warning(line, `a ${type} has no section [${printable(name)}]: systemd skips it`, hint);
}

function lintAssignment(
  type: UnitType,
  section: string,
  { key, value, line }: Assignment,
): readonly UnitProblem[] {
  if (key.startsWith('X-')) return [];
  if (!directivesOf(section).has(key)) {
    return [
      warning(
        line,
        `no systemd up to 258 knows ${printable(key)}= in [${section}]`,
        elsewhere(type, section, key),
      ),
    ];
  }
  if (isBoolean(key) && parseBoolean(value) === undefined) {
    return [
      warning(
        line,
        `${key}=${printable(value)} is neither yes nor no: systemd skips it`,
        afterComment(value),
      ),
    ];
  }
  return [];
}

function elsewhere(type: UnitType, section: string, key: string): string | undefined {
  const home = sectionsOf(type).find((other) => directivesOf(other).has(key));
  if (home !== undefined) return `it belongs in [${home}]`;
  return didYouMean(key, directivesOf(section));
}

/** A comment needs a line of its own: systemd takes what stands after a value for a part of it. */
export function afterComment(value: string): string | undefined {
  return /\s[#;]/.test(value) ? 'a comment needs a line of its own' : undefined;
}
