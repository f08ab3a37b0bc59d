import type { UnitType } from '../name.ts';
import { booleanDirectives, directiveGroups } from './directives.gen.ts';

const bySection = new Map<string, Set<string>>();
for (const [sections, names] of directiveGroups) {
  for (const section of sections.split(' ')) {
    const known = bySection.get(section) ?? new Set();
    for (const name of names.split(' ')) known.add(name);
    bySection.set(section, known);
  }
}

const booleans: ReadonlySet<string> = new Set(booleanDirectives.split(' '));

/** The sections that a unit of a type may have; the manual pages systemd.TYPE(5). */
export function sectionsOf(type: UnitType): readonly [string, string, string] {
  return ['Unit', `${type.charAt(0).toUpperCase()}${type.slice(1)}`, 'Install'];
}

/** The directives that systemd (up to 258) knows in a section; none for [Target] and [Device]. systemd.directives(7). */
export function directivesOf(section: string): ReadonlySet<string> {
  return bySection.get(section) ?? new Set();
}

/** Does every version take `yes` or `no` for it and nothing else? */
export function isBoolean(directive: string): boolean {
  return booleans.has(directive);
}
