import { aliasTypes, parseUnitName } from '../../name.ts';
import { installLinks } from '../install.ts';
import type { UnitText } from '../parse.ts';
import { assignments } from '../settings.ts';
import { type UnitProblem, warning } from './problem.ts';

/** Values of [Install] that `systemctl enable` would refuse. */
export function lintInstall(name: string, unit: UnitText): readonly UnitProblem[] {
  const context = assignments(unit, 'Install', 'DefaultInstance');
  const lines = ['WantedBy', 'RequiredBy', 'UpheldBy', 'Alias', 'Also'].flatMap((key) =>
    assignments(unit, 'Install', key),
  );
  const refused = lines.flatMap((assignment) =>
    problemsOf(name, [...context, assignment]).map((message) => warning(assignment.line, message)),
  );
  const own =
    context.length === 0
      ? []
      : problemsOf(name, context).map((message) => warning(context[0]?.line ?? 0, message));
  return [
    ...own,
    ...refused.filter(({ message }) => !own.some((other) => other.message === message)),
    ...lintAlias(name, unit),
  ];
}

function problemsOf(name: string, lines: UnitText['sections'][number]['assignments']): readonly string[] {
  return (
    installLinks(name, [{ sections: [{ name: 'Install', line: 0, assignments: lines }], problems: [] }])
      ?.problems ?? []
  );
}

function lintAlias(name: string, unit: UnitText): readonly UnitProblem[] {
  const parsed = parseUnitName(name);
  if (typeof parsed === 'string' || aliasTypes.includes(parsed.type)) return [];
  return assignments(unit, 'Install', 'Alias').map(({ line }) =>
    warning(line, `a ${parsed.type} has no Alias=: systemd skips it`),
  );
}
