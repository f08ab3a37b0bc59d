import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { templateOf } from '../../../src/kinds/unit/name.ts';
import { installLinks } from '../../../src/kinds/unit/text/install.ts';
import {
  enablementOf,
  expectedLinks,
  type InstallPlace,
  type Link,
} from '../../../src/kinds/unit/text/links.ts';
import { parseUnitText } from '../../../src/kinds/unit/text/parse.ts';
import { randomFrom, type Random } from './random.ts';

/** The model of [Install] against `systemctl --root=DIR enable` of this machine. */

const version = Number(/\d+/.exec(systemctl('--version').stdout)?.[0]);
const place: InstallPlace = { directory: '/etc/systemd/system', systemd: version };
const roots: string[] = [];
afterAll(() => roots.forEach((root) => rmSync(root, { recursive: true })));

function systemctl(...args: readonly string[]) {
  return spawnSync('systemctl', args, { encoding: 'utf8', env: { LC_ALL: 'C', PATH: process.env.PATH } });
}

interface Outcome {
  readonly links: readonly Link[];
  readonly refused: boolean;
  readonly output: string;
}

/** Enables a unit in a fresh tree that holds its file (its template's, for an instance) and drop-ins. */
function enable(name: string, texts: readonly string[]): Outcome {
  const root = mkdtempSync(join(tmpdir(), 'install-real-'));
  roots.push(root);
  const file = join(root, place.directory, templateOf(name) ?? name);
  mkdirSync(`${file}.d`, { recursive: true });
  texts.forEach((text, index) => writeFileSync(index === 0 ? file : `${file}.d/${index}.conf`, text));
  const { stderr } = systemctl(`--root=${root}`, 'enable', '--', name);
  return {
    links: linksBelow(root),
    refused: /^Failed to enable (?!auxiliary)/m.test(stderr),
    output: stderr,
  };
}

function linksBelow(root: string): readonly Link[] {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const links = entries
    .filter((entry) => entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name));
  return links.map((link) => ({ path: link.slice(root.length), target: readlinkSync(link) })).sort(byPath);
}

function byPath(a: Link, b: Link): number {
  return a.path < b.path ? -1 : 1;
}

/** What systemctl did, and what we foretold, in one shape. */
function compare(name: string, texts: readonly string[]) {
  const real = enable(name, texts);
  const install = installLinks(name, texts.map(parseUnitText));
  const links = install === null ? [] : [...expectedLinks(name, install, place)].sort(byPath);
  return { real, install, links };
}

function expectAgreement(name: string, texts: readonly string[]): void {
  const { real, install, links } = compare(name, texts);
  const told = { texts, name, output: real.output };
  expect({ ...told, links, refused: (install?.problems ?? []).length > 0 }).toEqual({
    ...told,
    links: real.links,
    refused: real.refused,
  });
  if (install === null) return;
  expect(enablementOf(name, real.links, install, place)).toEqual({ enabled: true, missing: [], stale: [] });
}

const unit = (install: string) => `[Service]\nExecStart=/bin/true\n${install}`;

describe('handpicked', () => {
  test.each([
    ['a.service', 'WantedBy=multi-user.target'],
    ['a.service', 'WantedBy=x.target y.target\nWantedBy=z.target\nRequiredBy=x.target'],
    ['a.service', 'WantedBy=x.target\nWantedBy=\nWantedBy=y.target'],
    ['a.service', 'WantedBy="x.target" \'y.target\'\nRequiredBy="open.target'],
    ['a.service', 'WantedBy=x.target bad/name.target y.target\nRequiredBy=nosuffix'],
    ['a-b.service', 'WantedBy=%p.target %n.target %N.target %j.target %%.target'],
    ['a.service', 'WantedBy=%I.target %P.target %Z.target %h.target %f.target y.target'],
    ['a.service', 'Alias=b.service b.service a.service'],
    ['a.service', 'Alias=b.socket b@.service b@x.service /etc/x x.target.wants/a.service x.wants/a.service'],
    ['a.service', 'Alias=x.target.wants/b.service x.target.requires/a.service q/x.target.wants/a.service'],
    ['a.service', 'Also=a.service missing.service\nAlso='],
    ['a.service', 'Also=bad/name.service'],
    ['a.service', 'UpheldBy=x.target\nWantedBy=y.target'],
    ['a.service', 'DefaultInstance=x\nWantedBy=y.target'],
    ['a.service', 'wantedby=x.target\nWantedBy=y.target\nno assignment\nRequiredBy=z.target'],
    ['a.service', 'WantedBy=x.target \\\n# a comment\n  y.target'],
    ['a.service', 'WantedBy=a\\x2db.target'],
    ['t@.service', 'WantedBy=x.target'],
    ['t@.service', 'WantedBy=u@.service u@x.service'],
    ['t@.service', 'WantedBy=x.target\nDefaultInstance=d'],
    ['t@.service', 'WantedBy=x.target %n.target %N.target %i.target %p.target\nDefaultInstance=%p-1'],
    ['t@.service', 'WantedBy=x.target\nDefaultInstance=d\nDefaultInstance='],
    ['t@.service', 'Alias=b@.service c@x.service c.service d@%i.service\nDefaultInstance=d'],
    ['t@.service', 'Alias=x.target.wants/t@.service x.target.wants/t@i.service x@.service.wants/t@i.service'],
    ['t@i.service', 'WantedBy=x.target %n.target %N.target %i.target %p.target %j.target\nDefaultInstance=d'],
    ['t@i.service', 'Alias=b@.service c@x.service c@i.service c.service d@%i.service'],
    ['t@i.service', 'Alias=x.target.wants/t@.service x@.service.wants/t@.service x.target.wants/t@i.service'],
    ['t-u@a\\x2db.service', 'WantedBy=%i.target %j.target'],
    ['t@.service', 'Alias=x@.service.wants/t@.service x@y.service.wants/t@.service'],
    ['m.mount', 'Alias=n.mount\nWantedBy=x.target'],
    ['s.slice', 'Alias=n.slice\nWantedBy=x.slice'],
  ])('%s: %s', (name, install) => expectAgreement(name, [unit(`[Install]\n${install}`)]));

  test('a unit without [Install] is static', () => {
    expect(compare('a.service', [unit('')])).toMatchObject({ install: null, real: { links: [] } });
  });

  test('a default instance that is no instance name enables nothing', () => {
    const { real, install } = compare('t@.service', [
      unit('[Install]\nWantedBy=x.target\nDefaultInstance=a/b'),
    ]);
    expect(real).toMatchObject({ links: [], refused: true });
    expect(install?.problems[0]).toContain('DefaultInstance=a/b');
  });

  test('drop-ins add and reset', () => {
    expectAgreement('a.service', [unit('[Install]\nWantedBy=x.target'), '[Install]\nWantedBy=y.target']);
    expectAgreement('a.service', [
      unit('[Install]\nWantedBy=x.target'),
      '[Install]\nWantedBy=\nRequiredBy=y.target',
    ]);
    expectAgreement('t@i.service', [unit('[Install]\nWantedBy=x.target'), '[Install]\nWantedBy=%i.target']);
    expectAgreement('a.service', [unit(''), '[Install]\nWantedBy=y.target']);
  });

  test.each(['a', 'A', 'b', 'B', 'g', 'G', 'H', 'l', 'm', 'M', 'o', 'q', 'u', 'U', 'v', 'w', 'W'])(
    '%%%s hangs on the host: systemctl takes it, we do not guess',
    (letter) => {
      const { real, install } = compare('a.service', [unit(`[Install]\nWantedBy=x-%${letter}.target`)]);
      expect(real.output).not.toContain('invalid specifier');
      expect(install).toMatchObject({ unknown: [`WantedBy=x-%${letter}.target`], problems: [] });
    },
  );
});

/** [Install] lines from a small vocabulary in which good and bad values meet. */
function randomInstall(random: Random): string {
  const word = () =>
    random.pick([
      'x.target',
      'y.target',
      'u@.service',
      'u@q.service',
      'a.service',
      '%p.target',
      '%i.target',
      '%n',
      '%N-z.target',
      'b@%i.service',
      'no/good.target',
      '%I.target',
      'nosuffix',
      '"x.target"',
      '',
      'x.target.wants/%n',
    ]);
  const line = () => {
    const key = random.pick(['WantedBy', 'WantedBy', 'RequiredBy', 'Alias', 'Alias', 'DefaultInstance']);
    const value =
      key === 'DefaultInstance' ? random.pick(['d', 'e\\x2df', '%p', '']) : random.many(word, 3).join(' ');
    return `${key}=${value}\n`;
  };
  return `[Install]\n${random.many(line, 5).join('')}`;
}

test('a hundred and fifty random units get the links we foretell', () => {
  const random = randomFrom(42);
  for (let count = 0; count < 150; count++) {
    const name = random.pick([
      'a.service',
      'p-q.service',
      't@.service',
      't@.service',
      't@i.service',
      'k.timer',
    ]);
    const dropIns = random.many(() => randomInstall(random), 2);
    expectAgreement(name, [unit(randomInstall(random)), ...dropIns]);
  }
});
