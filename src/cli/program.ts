import { Command, CommanderError } from 'commander';

import { withEnvironment } from './environment.ts';
import { exitCodes } from './exit-code.ts';
import type { Frame } from './frame.ts';
import { examplesFirst } from './help.ts';
import { options, outputOptions } from './options.ts';
import type { Flags } from './options.ts';
import { verbs } from './verbs.ts';
import type { VerbEntry } from './verbs.ts';

/**
 * Runs one command line (without the program's name) and gives its exit code. What commander refuses (an unknown verb
 * or flag, a value that is none) is said on `frame.err`, with a suggestion, and is 64.
 */
export async function runProgram(words: readonly string[], frame: Frame): Promise<number> {
  const ending = { code: exitCodes.done as number };
  const program = makeProgram(frame, ending);
  if (words.length === 0) {
    frame.err.write(program.helpInformation());
    return exitCodes.usage;
  }
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    throw error;
  }
  return ending.code;
}

function makeProgram(frame: Frame, ending: { code: number }): Command {
  const program = new Command('fleetwright')
    .description('systemd services on a fleet of Linux hosts, as files in git declare them')
    .version(frame.version, '-V, --version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => frame.out.write(text),
      writeErr: (text) => frame.err.write(text),
      getOutHelpWidth: () => Math.min(frame.out.width, 110),
      getErrHelpWidth: () => Math.min(frame.err.width, 110),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .configureHelp({ ...examplesFirst(topExamples), showGlobalOptions: true })
    .addHelpText('after', afterword);
  for (const option of outputOptions()) program.addOption(option);
  for (const verb of verbs) addVerb(program, verb, frame, ending);
  return program;
}

const topExamples: readonly string[] = [
  'fleetwright init                          # a small project to start from',
  'fleetwright plan playbooks/web.yaml       # see what would change',
  'fleetwright apply playbooks/web.yaml      # see it, approve it, watch it happen',
];

const afterword = `
Flags may also stand in the environment (FLEETWRIGHT_LIMIT for --limit), and some
in fleetwright.yaml.

Exit codes: 0 done, or nothing to do; 1 error; 2 changes (--detailed-exitcode);
3 a host failed; 4 unreachable; 5 rolled back; 6 locked; 7 the plan is stale;
64 the command line; 130, 143 interrupted.`;

function addVerb(parent: Command, verb: VerbEntry, frame: Frame, ending: { code: number }): void {
  const command = parent.command(verb.name).summary(verb.summary).description(verb.summary);
  command.configureHelp({ ...examplesFirst(verb.examples), showGlobalOptions: true });
  if (verb.words !== undefined) command.arguments(verb.words);
  for (const name of verb.options ?? []) command.addOption(options[name]());
  for (const inner of verb.verbs ?? []) addVerb(command, inner, frame, ending);
  const body = verb.body;
  if (body === undefined) return;
  command.action(async () => {
    const flags = withEnvironment(
      command.optsWithGlobals<Flags>(),
      [...command.options, ...outputOptions()],
      frame.env,
    );
    if (typeof flags === 'string') return command.error(`error: ${flags}`);
    const run = await body();
    ending.code = await run(command.args, flags, frame);
  });
}
