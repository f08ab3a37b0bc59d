import { printable } from '../../../../model/printable.ts';
import { type Command, parseCommands } from '../commands.ts';
import type { Assignment, UnitText } from '../parse.ts';
import { lintFetching } from './fetching.ts';
import { error, type UnitProblem, warning } from './problem.ts';

/** What unit_full_printf() of systemd 252 to 258 replaces; systemd.unit(5), "Specifiers". */
const specifiers = /^[a-dfghijl-wyA-EGHIJLMNPRSTUVWY%]$/;

/** The command lines of [Service] and [Socket]; systemd.service(5), "Command lines". */
export function lintExec(unit: UnitText): readonly UnitProblem[] {
  const sections = unit.sections.filter(({ name }) => name === 'Service' || name === 'Socket');
  const lines = sections.flatMap(({ assignments }) => assignments).filter(({ key }) => isCommandLine(key));
  return lines.flatMap((line) => [...lintLine(line), ...lintFetching(line)]);
}

function isCommandLine(key: string): boolean {
  return /^Exec(?:Condition|Reload|StartPre|Start|StartPost|StopPre|Stop|StopPost)$/.test(key);
}

function lintLine({ key, value, line }: Assignment): readonly UnitProblem[] {
  const commands = parseCommands(value);
  if (commands === undefined) {
    const message = `${key}= has a quote that is never closed`;
    return [
      /^[@:+!|]*-/.test(value) ? warning(line, `${message}: systemd skips the line`) : error(line, message),
    ];
  }
  const problems = commands.map((command) => lintCommand(command, key, line));
  const odd = [...value.matchAll(/%([A-Za-z0-9%])/g)].find(([, letter = '']) => !specifiers.test(letter));
  return [
    ...problems.filter((problem) => problem !== undefined),
    ...lintEscapes(key, value, line),
    ...(odd
      ? [error(line, `${key}= has ${odd[0]}, which no systemd replaces`, 'write `%%` for a percent sign')]
      : []),
  ];
}

/** C escapes and `\s`; systemd leaves the others as they stand, with a warning. systemd.service(5), "Command lines". */
function lintEscapes(key: string, value: string, line: number): readonly UnitProblem[] {
  const found = [...value.matchAll(/\\(.)/gs)].find(
    ([, character = '']) => !/[abfnrstvxuU0-7\\"'; ]/.test(character),
  );
  if (!found) return [];
  const hint = found[1] === '$' ? 'write `$$` for a dollar sign' : 'write `\\\\` for a backslash';
  return [warning(line, `${key}= has \`${printable(found[0])}\`, which is no escape to systemd`, hint)];
}

function lintCommand(command: Command, key: string, line: number): UnitProblem | undefined {
  const trouble = programTrouble(command);
  if (trouble !== undefined) {
    const { message, hint } = trouble;
    return command.lenient
      ? warning(line, `${key}=: ${message}; systemd skips the command`, hint)
      : error(line, `${key}=: ${message}`, hint);
  }
  if (command.prefixes.includes('|')) {
    return warning(line, `${key}= with \`|\` (a login shell) needs systemd 258`);
  }
  return undefined;
}

/** Commands that count when systemd asks how many a service has. */
export function isRunnable(command: Command): boolean {
  return programTrouble(command) === undefined;
}

/** Why systemd will not run the program, as far as the line alone shows. */
function programTrouble({
  program,
  prefixes,
  args,
}: Command): { message: string; hint?: string } | undefined {
  if (program === '') return { message: `no program after \`${prefixes}\`` };
  if (prefixes.includes('@') && args.length === 0)
    return { message: '`@` asks for the name that the program is shown' };
  if (/[%\\]/.test(program)) return undefined; // what it comes to, only the host knows
  if (program.endsWith('/')) return { message: `${shown(program)} is a directory` };
  if (program.startsWith('/') || (!program.includes('/') && !/^[-@:+!|]/.test(program))) return undefined;
  return {
    message: `${shown(program)} is neither an absolute path nor a plain name`,
    hint: pathHint(program),
  };
}

function pathHint(program: string): string {
  if (/^[-@:+!|]/.test(program))
    return 'of `+`, `!` and `!!` only one may stand before a program, and no prefix twice';
  if (program.startsWith('$'))
    return 'systemd replaces no variable in the program itself; write the path out';
  if (program.startsWith('~'))
    return 'systemd knows no `~`; write the path out, or `%h` for the home of the user manager';
  return 'write the whole path, from `/`';
}

function shown(program: string): string {
  return `\`${printable(program)}\``;
}
