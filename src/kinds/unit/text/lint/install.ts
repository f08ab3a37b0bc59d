import { aliasTypes, instantiate, type UnitName } from '../../name.ts';
import { installLinks } from '../install.ts';
import type { Assignment, UnitText } from '../parse.ts';
import { assignments } from '../settings.ts';
import { type UnitProblem, warning } from './problem.ts';

/** Values of [Install] that `systemctl enable` would refuse, each at its line. */
export function lintInstall(unit: UnitName, text: UnitText): readonly UnitProblem[] {
  const instance = assignments(text, 'Install', 'DefaultInstance');
  const name = enabledName(unit, instance);
  const lists = assignments(text, 'Install', 'WantedBy', 'RequiredBy', 'UpheldBy', 'Alias', 'Also');
  const ofInstance = problemsOf(name, instance);
  return [
    ...ofInstance.map((message) => warning(instance.at(-1)?.line ?? 0, message)),
    ...lists.flatMap((list) =>
      problemsOf(name, [...instance, list])
        .filter((message) => !ofInstance.includes(message))
        .map((message) => warning(list.line, message)),
    ),
    ...lintAlias(unit, text),
  ];
}

/** A template without a default instance is enabled by its instances: judge it as one of them. */
function enabledName(unit: UnitName, defaultInstance: readonly Assignment[]): string {
  if (!unit.template || defaultInstance.length > 0) return unit.name;
  const instance = instantiate(unit.name, 'x');
  return typeof instance === 'string' ? unit.name : instance.name;
}

function problemsOf(name: string, lines: readonly Assignment[]): readonly string[] {
  const text: UnitText = { sections: [{ name: 'Install', line: 0, assignments: lines }], problems: [] };
  return installLinks(name, [text])?.problems ?? [];
}

function lintAlias(unit: UnitName, text: UnitText): readonly UnitProblem[] {
  if (aliasTypes.includes(unit.type)) return [];
  return assignments(text, 'Install', 'Alias').map(({ line }) =>
    warning(line, `a ${unit.type} has no Alias=: systemd skips it`),
  );
}
