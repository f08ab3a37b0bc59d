import { exitCodes } from './exit-code.ts';
import type { Frame } from './frame.ts';
import type { Flags } from './options.ts';

/**
 * Whether this command line could ever be approved: said before any host is looked at, so that a cron job without
 * --yes fails at once and always, not only when there is something to do. Gives an exit code when it could not. Not every
 * verb has a plan that could be looked at instead.
 */
export function refuseUnapprovable(flags: Flags, frame: Frame, hasPlan = true): number | undefined {
  if (isApproved(flags) || isRehearsal(flags)) return undefined;
  if (flags.json !== true && frame.inputIsTerminal) return undefined;
  const why = flags.json === true ? '--json never asks' : 'there is no terminal to ask on';
  frame.err.write(
    `error: this needs approval, and ${why}; add --yes to do it${hasPlan ? ', or --check to see the plan only' : ''}\n`,
  );
  return exitCodes.usage;
}

/** `--yes`, and `--force` of those verbs that replace the scripts': it answers the question, and moves no guard. */
function isApproved({ yes, force }: Flags): boolean {
  return yes === true || force === true;
}

/** `-C`, `--check` and `--dry-run`: stop after the plan. */
export function isRehearsal(flags: Flags): boolean {
  return flags.check === true || flags.dryRun === true;
}

/** Asks whether to go on; only a spelled-out yes is one. */
export async function approved(question: string, flags: Flags, frame: Frame): Promise<boolean> {
  if (isApproved(flags)) return true;
  frame.err.write('\n');
  const prompt = await frame.prompt();
  const answer = await prompt?.ask(`${question} [y/N] `, { hidden: false, signal: frame.stop });
  if (/^\s*y(es)?\s*$/i.test(answer ?? '')) return true;
  frame.err.write('Nothing was changed.\n');
  return false;
}
