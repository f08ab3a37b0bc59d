import { printable } from '../../../../model/printable.ts';
import type { SyntaxProblem, UnitText } from '../parse.ts';
import { error, type UnitProblem, warning } from './problem.ts';

/** Lines that systemd cannot read. It refuses a broken header, and skips the rest with a word in the journal. */
export function lintSyntax(unit: UnitText, dropIn: boolean): readonly UnitProblem[] {
  return unit.problems.map((problem) => judge(problem, dropIn && unit.sections.length === 0));
}

function judge({ line, what, text }: SyntaxProblem, headless: boolean): UnitProblem {
  const shown = `\`${printable(text.length > 60 ? `${text.slice(0, 60)}…` : text)}\``;
  switch (what) {
    case 'bad-header':
      return error(line, `${shown} is no section header`, 'a header is alone on its line: `[Service]`');
    case 'no-section':
      return headless
        ? error(
            line,
            'a drop-in needs section headers too: systemd skips all of it',
            'begin with `[Service]` or the like',
          )
        : warning(line, `${shown} stands before any section: systemd skips it`);
    case 'no-equals':
      return warning(
        line,
        `${shown} is no assignment: systemd skips it`,
        'a value goes on in the next line only after a `\\` at the end',
      );
    case 'no-key':
      return warning(line, `${shown} has nothing before the \`=\`: systemd skips it`);
  }
}
