import { milliseconds } from '../../model/duration.ts';
import { counted } from '../../report/counted.ts';
import { approved, refuseUnapprovable } from '../approval.ts';
import { exitCodes } from '../exit-code.ts';
import type { Frame, Verb } from '../frame.ts';
import type { Flags } from '../options.ts';
import { askHosts, type Answer, type Question } from './ask-hosts.ts';
import { namesOf, repoName, withHosts } from './asking.ts';
import { codeOf, endOf, nobodyHas, writeAnswers } from './ending.ts';

const moment = 60_000;

/** `updates history NAME [HOST...]`: its attempts, the oldest first. */
export const updatesHistory: Verb = (words, flags, frame) =>
  askOne(words, flags, frame, {
    question: (name) => ({ function: 'updates', words: ['history', name, '50'], timeout: moment }),
    text: (line) => attemptText(parsed(line)) ?? line,
    data: ({ lines }) => ({ attempts: lines.flatMap((line) => parsed(line) ?? []) }),
  });

/** `updates logs NAME [HOST...]`: the last lines of its log. */
export const updatesLogs: Verb = (words, flags, frame) =>
  askOne(words, flags, frame, {
    question: (name) => ({ function: 'updates_log', words: [name, '100'], timeout: moment }),
    text: (line) => line,
    data: ({ lines }) => ({ lines }),
  });

/** `updates verify NAME [HOST...]`: whether what is checked out is still what its policy accepts. */
export const updatesVerify: Verb = (words, flags, frame) =>
  askOne(words, flags, frame, {
    question: (name) => ({ function: 'updates', words: ['verify', name], timeout: 5 * moment }),
    text: (line) => line.replace('=', ': '),
    data: (answer) => ({ accepted: answer.code === 0, ...pairs(answer.lines) }),
  });

/** `updates pause NAME [HOST...]`: no update until then, by hand neither. */
export const updatesPause: Verb = (words, flags, frame) => {
  const until = untilOf(flags.until, frame.now());
  if (until === undefined) {
    frame.err.write(
      `error: --until ${flags.until ?? ''} is no time: write a duration such as 2h, or 2026-12-24T18:00Z\n`,
    );
    return Promise.resolve(exitCodes.usage);
  }
  return change(words, flags, frame, {
    question: (name) => ({
      ...{ function: 'updates', timeout: moment },
      words: ['pause', name, String(until), flags.reason ?? 'no reason given'],
    }),
    asks: (name, hosts) => `Pause updates of ${name} on ${hosts}?`,
  });
};

/** `updates resume NAME [HOST...]`: from a pause, and with commits that failed before. */
export const updatesResume: Verb = (words, flags, frame) =>
  change(words, flags, frame, {
    question: (name) => ({ function: 'updates', words: ['resume', name], timeout: moment }),
    asks: (name, hosts) => `Let ${name} be updated again on ${hosts}?`,
  });

interface Asked {
  readonly question: (name: string) => Question;
  readonly text: (line: string) => string;
  readonly data: (answer: Answer) => object;
}

function askOne(words: readonly string[], flags: Flags, frame: Frame, asked: Asked): Promise<number> {
  const [word, ...hosts] = words;
  const name = repoName(word, frame);
  if (typeof name === 'number') return Promise.resolve(name);
  return withHosts(hosts, flags, frame, async (asking) => {
    const answers = await askHosts(namesOf(asking.hosts), asked.question(name), asking);
    const nobody = nobodyHas(name, answers, hosts, frame);
    if (nobody !== undefined) return nobody;
    const told =
      flags.json === true ? answers : answers.map((one) => ({ ...one, lines: one.lines.map(asked.text) }));
    writeAnswers(told, asked.data, flags, frame);
    return codeOf(answers);
  });
}

interface Changing {
  readonly question: (name: string) => Question;
  readonly asks: (name: string, hosts: string) => string;
}

function change(words: readonly string[], flags: Flags, frame: Frame, changing: Changing): Promise<number> {
  const [word, ...hosts] = words;
  const name = repoName(word, frame);
  const refused = typeof name === 'number' ? name : refuseUnapprovable(flags, frame, false);
  if (typeof name === 'number' || refused !== undefined) return Promise.resolve(refused ?? exitCodes.usage);
  return withHosts(hosts, flags, frame, async (asking) => {
    const question = changing.asks(name, counted(asking.hosts.length, 'host'));
    if (!(await approved(question, flags, frame))) return exitCodes.error;
    const answers = await askHosts(namesOf(asking.hosts), changing.question(name), asking);
    const nobody = nobodyHas(name, answers, hosts, frame);
    if (nobody !== undefined) return nobody;
    const told = answers.map((one) => ({ ...one, lines: [...one.lines, endOf(one)] }));
    writeAnswers(told, ({ code }) => ({ code }), flags, frame);
    return codeOf(answers);
  });
}

/** Seconds since 1970; 0 without an end. */
function untilOf(text: string | undefined, now: Date): number | undefined {
  if (text === undefined) return 0;
  const duration = milliseconds(text);
  const at = duration === undefined ? Date.parse(text) : now.getTime() + duration;
  return Number.isFinite(at) && at > now.getTime() ? Math.ceil(at / 1000) : undefined;
}

function parsed(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined; // a line that was cut when its host lost power
  }
}

function attemptText(attempt: Readonly<Record<string, unknown>> | undefined): string | undefined {
  if (attempt === undefined) return undefined;
  const word = (key: string): string => (typeof attempt[key] === 'string' ? attempt[key] : '');
  return `${word('when')}  ${word('why').padEnd(5)}  ${word('result')}  ${word('text')}`;
}

function pairs(lines: readonly string[]): Readonly<Record<string, string>> {
  const entries = lines.filter((line) => line.includes('='));
  return Object.fromEntries(
    entries.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}
