import type { HostFacts } from '../../model/observed.ts';
import type { Sections } from '../../model/probe.ts';
import type { Scope } from '../../model/step.ts';
import type { Actual, ManagerSeen } from './actual.ts';
import type { Desired } from './desired.ts';
import { readFiles, readLinks } from './read-files.ts';
import { readShow } from './read-show.ts';

const changing = 'unit files changed while they were read; try again';

/** What `look_unit` printed → the managers' units; a string says why it cannot be understood. */
export function read(sections: Sections, desired: readonly Desired[], host: HostFacts): Actual | string {
  const actual = new Map<Scope, ManagerSeen>();
  for (const scope of new Set(desired.map((one) => one.scope))) {
    const seen = readManager(sections, scope, host);
    if (typeof seen === 'string') return seen;
    if (seen !== null) actual.set(scope, seen);
  }
  return actual;
}

function readManager(sections: Sections, scope: Scope, host: HostFacts): ManagerSeen | string | null {
  const bytes = (name: string): Uint8Array => sections.get(`unit:${scope}:${name}`) ?? new Uint8Array();
  const text = (name: string): string => Buffer.from(bytes(name)).toString('utf8');
  const facts = new Map(
    text('scope')
      .split('\n')
      .map((line) => halves(line)),
  );
  if (facts.get('user') === 'none') return null;
  const directory = facts.get('dir');
  if (directory === undefined) return `the look at the units of ${scope} is incomplete`;
  const links = readLinks(bytes('links'), bytes('targets'));
  const files = links && readFiles(bytes('stat'), bytes('text'), links);
  if (!links || !files) return changing;
  const units = readShow(text('show'));
  const tooMany = excess({ units: new Set(units.values()).size, files: files.size, links: links.length });
  if (tooMany !== undefined) return `the look at the units of ${scope} found ${tooMany}`;
  return {
    scope,
    directory,
    runtime: facts.get('runtime') ?? '',
    path: (facts.get('path') ?? '').split(' '),
    running: facts.get('manager') === 'yes',
    ...(facts.get('manager') === 'silent' && { silent: true }),
    ...(scope === 'system' ? {} : { linger: facts.get('linger') === 'yes' }),
    systemd: host.systemd,
    ...(host.now !== undefined && { now: host.now }),
    units,
    files,
    links,
    ...verifyOf(text('verify')),
  };
}

/** More than any host has need of: what prints so much is not taken for one. */
const most = 20_000;

function excess(counts: Readonly<Record<string, number>>): string | undefined {
  const over = Object.entries(counts).find(([, count]) => count > most);
  return over && `${over[1]} ${over[0]}, and a host may have ${most} of them at most`;
}

function verifyOf(text: string): Pick<ManagerSeen, 'verify' | 'verifyUnavailable'> {
  const lines = text.split('\n').filter((line) => line !== '');
  const exit = lines.at(-1)?.startsWith('exit=') === true ? lines.pop() : undefined;
  if (exit === undefined) return { verifyUnavailable: lines.length > 0 };
  return { verify: { ok: exit === 'exit=0', lines }, verifyUnavailable: false };
}

function halves(line: string): [string, string] {
  const at = line.indexOf('=');
  return at === -1 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
}
