import { jsonLine } from '../../report/json-line.ts';
import { exitCodes } from '../exit-code.ts';
import type { Frame } from '../frame.ts';
import type { Flags } from '../options.ts';
import type { Outcome } from '../../model/event.ts';
import type { Answer } from './ask-hosts.ts';

/** The codes of the updater that are not a plain failure (`repo-update`, docs/guide/repositories.md). */
const meanings: Readonly<Record<number, readonly [code: number, words: string]>> = {
  10: [exitCodes.failed, 'could not check'],
  11: [exitCodes.failed, 'refused'],
  12: [exitCodes.rolledBack, 'failed; went back'],
  13: [exitCodes.failed, 'failed, and could not go back'],
  14: [exitCodes.locked, 'another update of it is at work'],
  15: [exitCodes.failed, 'paused'],
  16: [exitCodes.failed, 'outside its windows; --ignore-window goes on'],
  17: [exitCodes.failed, 'its commit failed before; --to tries it again'],
};

/** The worst of what hosts answered, as an exit code. */
export function codeOf(answers: readonly Answer[]): number {
  const codes = answers.map(codeOfOne);
  const byGravity = [exitCodes.failed, exitCodes.rolledBack, exitCodes.locked, exitCodes.unreachable];
  return byGravity.find((code) => codes.includes(code)) ?? exitCodes.done;
}

/** As `apply` counts it when it decides whether the next batch begins. */
export function outcomeOf(answer: Answer): Outcome {
  if (answer.type === 'unheard') return 'unreachable';
  const code = codeOfOne(answer);
  if (code === exitCodes.done) return 'changed';
  return code === exitCodes.rolledBack ? 'rolled-back' : 'failed';
}

function codeOfOne({ type, code }: Answer): number {
  if (type === 'unheard') return exitCodes.unreachable;
  return type === 'none' || code === 0 ? exitCodes.done : (meanings[code]?.[0] ?? exitCodes.failed);
}

/** How an answer ended, in a few words. */
export function endOf({ type, code, lines }: Answer): string {
  if (type === 'unheard') return `not reached: ${lines[0] ?? ''}`;
  return code === 0 ? 'done' : (meanings[code]?.[1] ?? `failed (code ${code})`);
}

/**
 * Without any host that has the repository a slip of the pen would look like success. Where some have it, those of the
 * hosts that were asked for by name and have it not are told.
 */
export function nobodyHas(
  name: string,
  answers: readonly Answer[],
  named: readonly string[],
  frame: Frame,
): number | undefined {
  if (answers.some(({ type }) => type !== 'none')) {
    const without = answers.filter(({ host, type }) => type === 'none' && named.includes(host));
    for (const { host } of without) frame.err.write(`${host}  has no repository ${name}\n`);
    return undefined;
  }
  frame.err.write(`error: none of these hosts has a repository ${name}\n`);
  return exitCodes.error;
}

/** `host  line` of each, or with --json one document; `data` is what a program wants of an answer. */
export function writeAnswers(
  answers: readonly Answer[],
  data: (answer: Answer) => object,
  flags: Flags,
  frame: Frame,
): void {
  const heard = answers.filter(({ type }) => type !== 'none');
  if (flags.json === true) {
    const hosts = heard.map((answer) => ({
      host: answer.host,
      ...(answer.type === 'here' ? data(answer) : { unreachable: answer.lines[0] ?? '' }),
    }));
    frame.out.write(jsonLine({ format: 1, hosts }));
    return;
  }
  for (const { host, type, lines } of heard) {
    const output = type === 'here' ? frame.out : frame.err;
    for (const line of lines) if (line !== '') output.write(`${host}  ${line}\n`);
  }
}
