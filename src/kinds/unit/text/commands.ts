import { scanWords } from './words.ts';

/** One command of an Exec…= line. */
export interface Command {
  /** The special characters before the program: `-@:+!|`. */
  readonly prefixes: string;
  /** The program as written, prefixes and quotes off; empty when there is none. */
  readonly program: string;
  /** The words after it. */
  readonly args: readonly string[];
  /** The prefixes say that its failure, and a mistake in the line, count for nothing. */
  readonly lenient: boolean;
}

/**
 * The commands of one Exec…= value: a `;` of its own parts them; systemd.service(5), "Command lines". Undefined when a quote
 * is left open: systemd refuses the unit, or skips the line if its first command is a lenient one.
 */
export function parseCommands(value: string): readonly Command[] | undefined {
  const words = scanWords(value);
  if (words === undefined) return undefined;
  const commands: Command[] = [];
  let current: string[] = [];
  for (const { text, raw } of [...words, { text: ';', raw: ';' }]) {
    if (raw !== ';') current.push(text);
    else if (current.length > 0) {
      commands.push(readCommand(current));
      current = [];
    }
  }
  return commands;
}

function readCommand([first = '', ...args]: readonly string[]): Command {
  const prefixes = readPrefixes(first);
  return { prefixes, program: first.slice(prefixes.length), args, lenient: prefixes.includes('-') };
}

/** Each at most once, and of `+`, `!` and `!!` only one; what comes after is the program, as config_parse_exec() has it. */
function readPrefixes(word: string): string {
  let taken = '';
  for (const character of word) {
    const privileged = character === '+' || character === '!';
    const doubled = character === '!' && taken.endsWith('!') && !taken.includes('!!');
    const clash = privileged ? /[+!]/.test(taken) && !doubled : taken.includes(character);
    if (!'-@:+!|'.includes(character) || clash) break;
    taken += character;
  }
  return taken;
}
