import { printable } from '../../model/printable.ts';
import type { Sections } from '../../model/probe.ts';
import { isUp, readFiles, readShow } from '../units.ts';
import type { Actual, At, LogSeen, RemoteSeen, RepoSeen } from './actual.ts';
import type { DesiredRepo } from './desired.ts';
import { places } from './name.ts';
import { readFacts, type Facts } from './read-facts.ts';
import { timeSpan } from './time-span.ts';
import { readGoing } from './read-going.ts';

/** What `look_repo` printed → the repositories of the host; a string says why it cannot be understood. */
export function read(sections: Sections, desired: readonly DesiredRepo[]): Actual | string {
  const actual = new Map<string, RepoSeen>();
  for (const { name } of desired) {
    const seen = readRepo(sections, name);
    if (typeof seen === 'string') return `${seen} (${name})`;
    actual.set(name, seen);
  }
  return actual;
}

function readRepo(sections: Sections, name: string): RepoSeen | string {
  const bytes = (part: string): Uint8Array => sections.get(`repo:${name}:${part}`) ?? new Uint8Array();
  const text = (part: string): string => Buffer.from(bytes(part)).toString('utf8');
  if (!text('end').startsWith('end')) return 'the look at a repository is incomplete';
  const files = readFiles(bytes('stat'), bytes('text'), []);
  if (files === null) return 'files of a repository changed while they were read; try again';
  const facts = readFacts(text('facts'));
  const shown = readShow(text('units'));
  const running = new Set([...shown].flatMap(([unit, { activeState }]) => (isUp(activeState) ? [unit] : [])));
  const loaded = new Set(
    [...shown].flatMap(([unit, { loadState }]) => (loadState === 'loaded' ? [unit] : [])),
  );
  return {
    ...checkoutOf(facts),
    ...updaterOf(facts),
    git: versionOf(facts.one('git') ?? ''),
    lacks: facts.all('lacks'),
    lacksZones: facts.all('no_zone'),
    startTimes: new Map(facts.all('start_time').flatMap(startTime)),
    hasOwner: facts.one('owner') !== 'no',
    files,
    timer: { active: running.has(places.timerName(name)), wanted: text('wanted').startsWith('yes') },
    loaded,
    running,
    remote: sections.has(`repo:${name}:refs`) ? readRemote(text('refs')) : undefined,
    log: readLog(text('log')),
    going: sections.has(`repo:${name}:going`) ? readGoing(readFacts(text('going'))) : undefined,
  };
}

type Checkout = Pick<
  RepoSeen,
  'at' | 'holder' | 'loose' | 'origin' | 'inside' | 'head' | 'branch' | 'changed' | 'stashes' | 'ahead'
>;

const kindsOfPlace: ReadonlySet<string> = new Set([
  'nothing',
  'empty',
  'repository',
  'directory',
  'link',
  'file',
]);

function checkoutOf({ one }: Facts): Checkout {
  const at = one('at');
  const head = one('head');
  const origin = one('remote');
  return {
    at: at !== undefined && kindsOfPlace.has(at) ? (at as At) : undefined,
    holder: one('holder'),
    loose: one('loose'),
    origin: origin === undefined ? undefined : withoutSecrets(origin),
    inside: one('inside'),
    head: head !== undefined && isCommit(head) ? head : undefined,
    branch: one('branch'),
    changed: countOf(one('changed')),
    stashes: countOf(one('stashes')),
    ahead: countOf(one('ahead')),
  };
}

type Updater = Pick<
  RepoSeen,
  'policyPath' | 'accepted' | 'paused' | 'quarantined' | 'next' | 'instants' | 'misunderstood'
>;

function updaterOf({ one, all }: Facts): Updater {
  return {
    policyPath: one('policy'),
    accepted: one('state_commit'),
    paused: one('paused') === 'yes',
    quarantined: new Set(all('quarantine').flatMap((line) => line.split(' '))),
    next: all('next').flatMap((line) => /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \S+/.exec(line)?.[0] ?? []),
    instants: instantsOf(all('utc').length > 0 ? all('utc') : all('next')),
    misunderstood: all('misunderstood'),
  };
}

/** `Sun 2026-11-22 12:00:00 UTC` each. */
function instantsOf(times: readonly string[]): readonly number[] {
  return times.flatMap((time) => {
    const [, day, clock] = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC/.exec(time) ?? [];
    return day === undefined ? [] : [Date.parse(`${day}T${clock ?? ''}Z`)];
  });
}

function readRemote(text: string): RemoteSeen {
  const lines = text.split('\n');
  const refs = new Map<string, string>();
  for (const line of lines) {
    const [commit = '', name] = line.split('\t');
    if (name !== undefined && isCommit(commit)) refs.set(name, commit);
  }
  return {
    answered: lines.includes('answered'),
    silent: lines.flatMap((line) =>
      line.startsWith('silent ') ? [withoutSecrets(printable(line.slice(7)))] : [],
    ),
    refs,
  };
}

/** `UNIT TIME` → how many seconds; nothing where the time makes no sense. */
function startTime(text: string): readonly (readonly [string, number])[] {
  const [unit = '', ...time] = text.split(' ');
  const seconds = timeSpan(time.join(' '));
  return seconds === undefined ? [] : [[unit, seconds]];
}

/** What git says of an address may have a password in it. */
function withoutSecrets(text: string): string {
  return text.replaceAll(/:\/\/[^/@\s]*@/g, '://');
}

function readLog(text: string): LogSeen | undefined {
  const [first = '', ...subjects] = text.split('\n').filter((line) => line !== '');
  const [target = '', count, how] = first.split(' ');
  if (!isCommit(target) || !/^\d+$/.test(count ?? '')) return undefined;
  return { target, count: Number(count), subjects: subjects.map(printable), rewound: how === 'rewound' };
}

function versionOf(text: string): readonly [number, number] | undefined {
  const match = /^(\d+)\.(\d+)/.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2])];
}

export function isCommit(text: string): boolean {
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

function countOf(text: string | undefined): number {
  return text !== undefined && /^\s*\d{1,9}$/.test(text) ? Number(text) : 0;
}
