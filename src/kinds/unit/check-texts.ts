import type { DesiredUnit } from './desired.ts';
import type { Part } from '../part.ts';
import { lintUnit, lintUnitText } from './text/lint.ts';
import type { View } from './view.ts';

/**
 * Our own reading of drop-ins for a unit that only the host has: taken together with its file as systemd will, where
 * that can be read. What systemd would refuse blocks, doubts are shown; what the host has already is not judged. (The
 * files that a play installs whole were checked before: check-installed.ts.)
 */
export function checkTexts(unit: DesiredUnit, view: View): Part {
  if (unit.file !== undefined || unit.dropIns === undefined) return {};
  const blocked: string[] = [];
  const warnings: string[] = [];
  for (const { where, line, severity, message, hint } of problemsOf(unit, unit.dropIns, view)) {
    const said = `${where}${line > 0 ? `:${line}` : ''}: ${message}${hint === undefined ? '' : ` (${hint})`}`;
    (severity === 'error' ? blocked : warnings).push(said);
  }
  return { blocked, warnings };
}

type Placed = ReturnType<typeof lintUnitText>[number] & { readonly where: string };

function problemsOf(
  unit: DesiredUnit,
  dropIns: ReadonlyMap<string, string>,
  { sources, manager }: View,
): readonly Placed[] {
  const short = (path: string): string => path.slice(manager.directory.length + 1);
  if (sources !== null) {
    const problems = lintUnit(
      unit.name,
      sources.map(({ text }) => text),
    );
    return problems.flatMap((problem): Placed[] => {
      const source = sources[problem.text];
      return source?.declared === true ? [{ ...problem, where: short(source.path) }] : [];
    });
  }
  // The unit file itself is out of sight: its drop-ins are read one by one.
  return [...dropIns].flatMap(([name, text]) =>
    lintUnitText(unit.name, text, { dropIn: true }).map((problem) => ({
      ...problem,
      where: `${unit.name}.d/${name}`,
    })),
  );
}
