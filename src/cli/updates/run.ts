import { approved, refuseUnapprovable } from '../approval.ts';
import { exitCodes } from '../exit-code.ts';
import type { Verb } from '../frame.ts';
import type { Flags } from '../options.ts';
import { askHosts, type Answer, type Question } from './ask-hosts.ts';
import { namesOf, repoName, withHosts, type Asking } from './asking.ts';
import { codeOf, endOf, nobodyHas, writeAnswers } from './ending.ts';
import { batchWords, inBatches } from './in-batches.ts';
import { rolloutsFor } from './rollout.ts';

/** An update and the way back from it may each take what the policy allows; a day is more than any does. */
const longest = 24 * 3_600_000;

/** `updates run NAME [HOST...]`: an update by hand, in the batches of its play, with what the hosts say as they say it. */
export const updatesRun: Verb = (words, flags, frame) => {
  const [word, ...named] = words;
  const name = repoName(word, frame);
  const refused = typeof name === 'number' ? name : refuseUnapprovable(flags, frame, false);
  if (typeof name === 'number' || refused !== undefined) return Promise.resolve(refused ?? exitCodes.usage);
  return withHosts(named, flags, frame, async (asking) => {
    const having = await whoHas(name, asking);
    const nobody = nobodyHas(name, having, named, frame);
    if (nobody !== undefined) return nobody;
    const unheard = having.filter(({ type }) => type === 'unheard');
    const names = having.flatMap(({ type, host }) => (type === 'here' ? [host] : []));
    const known = { having: new Set(names), unheard };
    const rollouts = rolloutsFor(name, names, asking, flags);
    if (typeof rollouts === 'number') return rollouts;
    const question = `Update ${name} on ${batchWords(rollouts, known.having)}?`;
    if (!(await approved(question, flags, frame))) return exitCodes.error;
    const order = { question: questionOf(name, flags, asking), flags };
    const answers = await inBatches(rollouts, known, order, asking);
    const told = answers.map((one) =>
      one.type === 'here' && flags.json !== true ? { ...one, lines: [endOf(one)] } : one,
    );
    writeAnswers(told, ({ code, lines }) => ({ code, lines }), flags, frame);
    return frame.stoppedBy() === undefined ? codeOf(answers) : exitCodes.SIGINT;
  });
};

/** Batches are of the hosts that have it: so they are asked first. */
function whoHas(name: string, asking: Asking): Promise<readonly Answer[]> {
  const question = { function: 'updates_status', words: [name], timeout: 60_000 } as const;
  return askHosts(namesOf(asking.hosts), question, asking);
}

function questionOf(name: string, flags: Flags, { frame }: Asking): Question {
  return {
    function: 'updates',
    words: [
      ...['run', name, '--why', 'hand'],
      ...(flags.to === undefined ? [] : ['--to', flags.to]),
      ...(flags.restart === false ? ['--no-restart'] : []),
      ...(flags.ignoreWindow === true ? ['--ignore-window'] : []),
    ],
    timeout: longest,
    ...(flags.json === true || flags.quiet === true
      ? {}
      : { onLine: (host, line) => frame.err.write(`${host}  ${line}\n`) }),
  };
}
