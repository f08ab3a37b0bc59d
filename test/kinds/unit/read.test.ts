import { describe, expect, test } from '@jest/globals';
import type { Desired } from '../../../src/kinds/unit/desired.ts';
import { readFiles, readLinks } from '../../../src/kinds/unit/read-files.ts';
import { readShow } from '../../../src/kinds/unit/read-show.ts';
import { read } from '../../../src/kinds/unit/read.ts';

const host = { systemd: 257, runs: [] };
const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('readShow', () => {
  test('units by all their names, whatever stands between them', () => {
    const units = readShow(
      'noise\n\n\nId=a.service\nNames=a.service b.service\nActiveState=active\n\n\nId=c.service\n\nId=\n',
    );
    expect([...units.keys()]).toEqual(['a.service', 'b.service', 'c.service']);
    expect(units.get('b.service')).toBe(units.get('a.service'));
    expect(units.get('c.service')).toMatchObject({
      id: 'c.service',
      names: [],
      activeState: '',
      restarts: 0,
    });
  });

  test('values as they come: words to come, equals signs, nothing', () => {
    const units = readShow(
      'Id=a\nActiveState=hibernating\nResult=x=y\nNRestarts=many\nFuture=1\nNeedDaemonReload=maybe\n',
    );
    expect(units.get('a')).toMatchObject({
      ...{ activeState: 'hibernating', result: 'x=y', restarts: 0, needDaemonReload: false },
    });
  });

  test('an alias does not hide a unit that has the name for itself', () => {
    const units = readShow('Id=b.service\nNames=b.service\n\nId=a.service\nNames=a.service b.service\n');
    expect(units.get('b.service')?.id).toBe('b.service');
  });

  test.each([
    ['Sat 2026-11-21 22:15:00.123456 UTC', 1_795_299_300_123_456],
    ['Sat 2026-11-21 22:15:00.5 UTC', 1_795_299_300_500_000],
    ['Sat 2026-11-21 22:15:00 UTC', 1_795_299_300_999_999],
    ['Sat 2026-11-21 22:15:00 CET', 0],
    ['n/a', 0],
    ['', 0],
  ])('%j is %d', (text, micros) => {
    expect(readShow(`Id=a\nInactiveExitTimestamp=${text}\n`).get('a')?.startedAt).toBe(micros);
  });
});

describe('readFiles', () => {
  const record = (kind: string, size: number, path: string): string =>
    `${kind}|644|root:root|${size}|1.5|${path}\0`;

  test('regular files take their bytes from what follows, in order', () => {
    const stat = [
      record('regular file', 2, '/a'),
      record('directory', 4096, '/d'),
      record('regular file', 3, '/b'),
    ];
    const files = readFiles(bytes(stat.join('')), bytes('aabbb'), []);
    expect(files?.get('/a')).toMatchObject({
      type: 'file',
      mode: '644',
      owner: 'root:root',
      modified: 1_500_000,
    });
    expect(
      [...(files ?? [])].map(([path, { bytes: own }]) => [path, own && Buffer.from(own).toString()]),
    ).toEqual([
      ['/a', 'aa'],
      ['/d', undefined],
      ['/b', 'bbb'],
    ]);
  });

  test('links lead where they lead, and strange things are other', () => {
    const stat =
      record('symbolic link', 3, '/l') + record('fifo', 0, '/f') + record('regular empty file', 0, '/e');
    const files = readFiles(bytes(stat), bytes(''), [{ path: '/l', target: '/x' }]);
    expect(files?.get('/l')).toMatchObject({ type: 'link', target: '/x' });
    expect(files?.get('/f')).toMatchObject({ type: 'other' });
    expect(files?.get('/e')).toMatchObject({ type: 'file', bytes: new Uint8Array() });
  });

  test('a path may hold what parts the fields, or a newline', () => {
    expect([...(readFiles(bytes(record('directory', 0, '/a|b\nc')), bytes(''), [])?.keys() ?? [])]).toEqual([
      '/a|b\nc',
    ]);
  });

  test.each([
    ['a file that grew', record('regular file', 2, '/a'), 'aaa'],
    ['a file that shrank', record('regular file', 2, '/a'), 'a'],
    ['a size that is none', record('regular file', Number.NaN, '/a'), 'a'],
    ['bytes of no file', '', 'a'],
  ])('%s between the look at it and its reading', (_, stat, text) => {
    expect(readFiles(bytes(stat), bytes(text), [])).toBeNull();
  });
});

test('links that do not pair with their targets', () => {
  expect(readLinks(bytes('/a\0/b\0'), bytes('x\0y\0'))).toEqual([
    { path: '/a', target: 'x' },
    { path: '/b', target: 'y' },
  ]);
  expect(readLinks(bytes('/a\0/b\0'), bytes('x\0'))).toBeNull();
});

describe('read', () => {
  const desired: readonly Desired[] = [{ type: 'unit', scope: 'system', name: 'a.service', strict: false }];
  const scope =
    'dir=/etc/systemd/system\nruntime=/run/systemd/system\nmanager=yes\npath=/etc/systemd/system /usr/lib\n';
  const sections = (changes: Readonly<Record<string, string>>) =>
    new Map(
      Object.entries({ scope, show: '', stat: '', text: '', links: '', targets: '', ...changes }).map(
        ([name, text]) => [`unit:system:${name}`, bytes(text)],
      ),
    );

  test('a manager', () => {
    const actual = read(sections({}), desired, host);
    expect(typeof actual === 'string' ? actual : actual.get('system')).toMatchObject({
      ...{ directory: '/etc/systemd/system', path: ['/etc/systemd/system', '/usr/lib'], running: true },
      ...{ systemd: 257, verifyUnavailable: false },
    });
  });

  test('files that changed while they were read', () => {
    expect(read(sections({ text: 'late' }), desired, host)).toContain('try again');
    expect(read(sections({ links: '/a\0' }), desired, host)).toContain('try again');
  });

  test('more than a host has need of is not taken for one', () => {
    const many = (one: (at: number) => string) => Array.from({ length: 20_001 }, (_, at) => one(at)).join('');
    const links = { links: many((at) => `/l${at}\0`), targets: many(() => 'x\0') };
    const tooMany = 'the look at the units of system found 20001';
    expect(read(sections(links), desired, host)).toBe(
      `${tooMany} links, and a host may have 20000 of them at most`,
    );
    expect(read(sections({ show: many((at) => `Id=${at}\n\n`) }), desired, host)).toContain(
      `${tooMany} units`,
    );
    const stat = many((at) => `directory|755|root:root|0|1|/d${at}\0`);
    expect(read(sections({ stat }), desired, host)).toContain(`${tooMany} files`);
  });

  test('sections that are missing, or empty', () => {
    expect(read(new Map(), desired, host)).toContain('incomplete');
    expect(read(sections({ scope: '' }), desired, host)).toContain('incomplete');
  });

  test.each([
    ['exit=0\n', { verify: { ok: true, lines: [] }, verifyUnavailable: false }],
    [
      'a.service:1: odd\nexit=1\n',
      { verify: { ok: false, lines: ['a.service:1: odd'] }, verifyUnavailable: false },
    ],
    ['unavailable\n', { verifyUnavailable: true }],
    ['a.service:1: cut off', { verifyUnavailable: true }],
    ['', { verifyUnavailable: false }],
  ])('verify said %j', (verify, expected) => {
    const actual = read(sections({ verify }), desired, host);
    const manager = typeof actual === 'string' ? undefined : actual.get('system');
    expect(manager).toMatchObject(expected);
    expect(manager?.verify === undefined).toBe(!('verify' in expected));
  });
});
