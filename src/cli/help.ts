import { Help } from 'commander';
import type { Argument, Command, HelpConfiguration } from 'commander';

/** Help that begins with what the verb is for and command lines to copy; usage and flags come after. */
export function examplesFirst(examples: readonly string[]): HelpConfiguration {
  return {
    commandDescription: () => '',
    subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(word)].join(' '),
    formatHelp: (command: Command, helper: Help): string =>
      [
        `${command.description()}\n`,
        ...examples.map((example) => `  ${example}`),
        '',
        Help.prototype.formatHelp.call(helper, command, helper),
      ].join('\n'),
  };
}

function word(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}
