import type { DesiredUnit } from './desired.ts';
import { merge, type Part } from './part.ts';
import { lintUnitText } from './text/lint.ts';

/** Our own reading of the texts that are to be installed: what systemd would refuse blocks, doubts are shown. */
export function checkTexts(unit: DesiredUnit): Part {
  const texts = [
    ...(unit.file === undefined ? [] : [{ where: unit.name, text: unit.file, dropIn: false }]),
    ...[...(unit.dropIns ?? [])].map(([name, text]) => ({
      where: `${unit.name}.d/${name}`,
      text,
      dropIn: true,
    })),
  ];
  return merge(
    texts.map(({ where, text, dropIn }): Part => {
      const problems = lintUnitText(unit.name, text, { dropIn });
      const say = (severity: string): readonly string[] =>
        problems
          .filter((problem) => problem.severity === severity)
          .map(
            ({ line, message, hint }) =>
              `${where}:${line}: ${message}${hint === undefined ? '' : ` (${hint})`}`,
          );
      return { blocked: say('error'), warnings: say('warning') };
    }),
  );
}
