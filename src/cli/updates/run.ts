import { batchesOf } from '../../desire/rollout.ts';
import { counted } from '../../report/counted.ts';
import { approved, refuseUnapprovable } from '../approval.ts';
import { exitCodes } from '../exit-code.ts';
import type { Verb } from '../frame.ts';
import type { Flags } from '../options.ts';
import { askHosts, type Answer, type Question } from './ask-hosts.ts';
import { namesOf, repoName, withHosts, type Asking } from './asking.ts';
import { codeOf, endOf, nobodyHas, writeAnswers } from './ending.ts';

/** An update and the way back from it may each take what the policy allows; a day is more than any does. */
const longest = 24 * 3_600_000;

/** `updates run NAME [HOST...]`: an update by hand, with what the hosts say as they say it; in batches where asked for. */
export const updatesRun: Verb = (words, flags, frame) => {
  const [word, ...hosts] = words;
  const name = repoName(word, frame);
  const refused = typeof name === 'number' ? name : refuseUnapprovable(flags, frame);
  if (typeof name === 'number' || refused !== undefined) return Promise.resolve(refused ?? exitCodes.usage);
  return withHosts(hosts, flags, frame, async (asking) => {
    const having = await whoHas(name, asking);
    const nobody = nobodyHas(name, having, frame);
    if (nobody !== undefined) return nobody;
    const unheard = having.filter(({ type }) => type === 'unheard');
    const names = having.flatMap(({ type, host }) => (type === 'here' ? [host] : []));
    if (!(await approved(`Update ${name} on ${counted(names.length, 'host')}?`, flags, frame)))
      return exitCodes.error;
    const answers = [...unheard, ...(await inBatches(names, questionOf(name, flags, asking), flags, asking))];
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

/** The next batch begins only where all of the one before are well. */
async function inBatches(
  names: readonly string[],
  question: Question,
  flags: Flags,
  asking: Asking,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const batch of batchesOf(names, flags.batches ?? ['100%'])) {
    answers.push(...(await askHosts(batch, question, asking)));
    if (codeOf(answers) === exitCodes.done && !asking.frame.stop.aborted) continue;
    const left = names.length - answers.length;
    if (left > 0)
      asking.frame.err.write(`not begun on ${counted(left, 'host')}: the batch before is not well\n`);
    break;
  }
  return answers;
}
