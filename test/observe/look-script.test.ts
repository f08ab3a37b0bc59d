import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ManagerSeen } from '../../src/kinds/unit/actual.ts';
import type { Desired } from '../../src/kinds/unit/desired.ts';
import { probe } from '../../src/kinds/unit/probe.ts';
import { read } from '../../src/kinds/unit/read.ts';
import { splitFrames } from '../../src/observe/frames.ts';
import { readHostFacts } from '../../src/observe/host-facts.ts';
import { lookScript } from '../../src/observe/look-script.ts';

const nonce = '0123456789abcdef0123456789abcdef';
const root = mkdtempSync(join(tmpdir(), 'look-'));
const etc = `${root}/etc/systemd/system`;
const vendor = `${root}/usr/lib/systemd/system`;
const bytes = Uint8Array.from([0x5b, 0xff, 0x00, 0x0a]);

function put(path: string, content: string | Uint8Array = ''): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content, { mode: 0o644 });
  utimesSync(path, 1_700_000_000, 1_700_000_000.25);
}

function link(path: string, target: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}

beforeAll(() => {
  mkdirSync(`${root}/run/systemd/system`, { recursive: true });
  put(`${etc}/a.service`, `[Service]\n\n# ${nonce} end\n`);
  put(`${etc}/a.service.d/x.conf`, bytes);
  put(`${etc}/a.service.d/readme`, 'no drop-in');
  put(`${vendor}/a.service`, 'vendor');
  put(`${vendor}/w@.service`, 'template');
  put(`${etc}/w@.service.d/x.conf`, 'of the template');
  put(`${etc}/empty.service`);
  put(`${etc}/b\\x2dc.service`, 'escaped');
  put(`${etc}/not a unit.service`, 'blanks');
  put(`${etc}/[a].service`, 'brackets');
  link(`${etc}/multi-user.target.wants/a.service`, '/etc/systemd/system/a.service');
  link(`${etc}/multi-user.target.wants/w@i.service`, '/usr/lib/systemd/system/w@.service');
  link(`${etc}/masked.service`, '/dev/null');
  link(`${etc}/odd\nname.service`, 'a target\nwith a line');
  link(`${root}/run/systemd/system/x.target.upholds/a.service`, '../a.service');
  put(
    `${etc}/first.service`,
    '[Install]\nAlso=second.service ../../etc/passwd %i.service\nAlso=* none.service\n',
  );
  put(`${etc}/second.service`, '[Install]\n Also = third.service first.service\n');
  put(`${etc}/third.service`, '');
  put(`${root}/var/lib/fleetwright/runs/R1/result`, 'changed 1700000000\n');
  put(`${root}/var/lib/fleetwright/runs/R2/journal`, 'begin\n');
});
afterAll(() => rmSync(root, { recursive: true }));

const unit = (name: string): Desired => ({ type: 'unit', scope: 'system', name, strict: false });
const match = (...patterns: readonly string[]): Desired => ({
  ...{ type: 'match', scope: 'system', patterns, except: [], optional: false },
});

/** Runs the look in a tree of its own, with a systemctl that tells what it was asked. */
function look(shell: string, desired: readonly Desired[], version = 257, loaded = '') {
  const script = lookScript(probe(desired), nonce);
  const facts = `Version=${version}.1\\nUnitPath=${etc} ${root}/run/systemd/system ${vendor}\\n`;
  const stubs = [
    `systemctl() { case "$*" in *UnitPath*) printf '${facts}' ;; *) printf 'Asked=%s\\n%s' "$*" '${loaded}' ;; esac; }`,
    'timeout() { shift 3; "$@"; }',
    'id() { echo 0; }',
    'unshare() { echo unavailable; }',
  ];
  const inTree = script.replaceAll(
    /(?<![\w$}])\/(?=(?:etc|run|usr\/lib|var\/lib)\/(?:systemd|fleetwright))/g,
    `${root}/`,
  );
  const input = inTree.replace('\nlook </dev/null', `\n${stubs.join('\n')}\nlook </dev/null`);
  const args = shell === 'busybox' ? ['sh'] : [];
  const { stdout, stderr } = spawnSync(shell, args, { input });
  expect(stderr.toString()).toBe('');
  const sections = splitFrames(stdout, nonce);
  if (sections === null) throw new Error(`the look was cut: ${stdout.toString()}`);
  const actual = read(sections, desired, { systemd: version, runs: [] });
  if (typeof actual === 'string') throw new Error(actual);
  const [, asked = ''] = /^Asked=(.*)$/m.exec(sections.get('unit:system:show')?.toString() ?? '') ?? [];
  return { manager: actual.get('system')!, host: readHostFacts(sections.get('host')), asked };
}

const seen = ({ files }: ManagerSeen): readonly string[] =>
  [...files.keys()].map((path) => path.slice(root.length)).sort();

describe.each(['sh', 'dash', 'bash'])('%s', (shell) => {
  test('every file that has a say in a unit, with its bytes', () => {
    const { manager } = look(shell, [unit('a.service')]);
    expect(seen(manager)).toEqual([
      '/etc/systemd/system/a.service',
      '/etc/systemd/system/a.service.d',
      '/etc/systemd/system/a.service.d/x.conf',
      '/usr/lib/systemd/system/a.service',
    ]);
    const [own, drop] = [`${etc}/a.service`, `${etc}/a.service.d/x.conf`].map((path) =>
      manager.files.get(path),
    );
    expect(own).toMatchObject({ type: 'file', mode: '644', modified: 1_700_000_000_250_000 });
    expect(Buffer.from(own?.bytes ?? []).toString()).toBe(`[Service]\n\n# ${nonce} end\n`);
    expect(Buffer.from(drop?.bytes ?? [])).toEqual(Buffer.from(bytes));
  });

  test('an instance is its template’s files too', () => {
    expect(seen(look(shell, [unit('w@i.service')]).manager)).toEqual([
      '/etc/systemd/system/w@.service.d',
      '/etc/systemd/system/w@.service.d/x.conf',
      '/usr/lib/systemd/system/w@.service',
    ]);
  });

  test('patterns catch files, and instances that only a link knows', () => {
    const { manager, asked } = look(shell, [match('w@*', '*empty*')]);
    expect(seen(manager)).toEqual(expect.arrayContaining(['/etc/systemd/system/empty.service']));
    expect(asked).toMatch(/ -- w@\* \*empty\* empty\.service w@i\.service$/);
  });

  test('a loaded instance of which nothing lies on disk is its template’s files', () => {
    const { manager } = look(shell, [match('w@by*')], 257, 'Id=w@by\\x2dhand.service\nActiveState=active\n');
    expect(seen(manager)).toContain('/usr/lib/systemd/system/w@.service');
    expect(manager.units.has('w@by\\x2dhand.service')).toBe(true);
  });

  test('what a file has in Also= is looked at too, and so on', () => {
    const { manager, asked } = look(shell, [unit('first.service')]);
    expect(seen(manager)).toEqual(
      ['first', 'second', 'third'].map((name) => `/etc/systemd/system/${name}.service`),
    );
    expect(asked).toMatch(/ -- first\.service$/);
  });

  test('what is no unit’s name is not caught', () => {
    const { manager } = look(shell, [match('*')]);
    expect(seen(manager).filter((path) => /[ [\n]/.test(path))).toEqual([]);
    expect(seen(manager)).toContain('/etc/systemd/system/b\\x2dc.service');
  });

  test('escaped names, by name and by pattern', () => {
    const path = '/etc/systemd/system/b\\x2dc.service';
    expect(seen(look(shell, [unit('b\\x2dc.service')]).manager)).toEqual([path]);
    expect(seen(look(shell, [match('b\\\\x2d*')]).manager)).toEqual([path]);
  });

  test('masks, empty files and units that nobody has', () => {
    const { manager } = look(shell, [unit('masked.service'), unit('empty.service'), unit('none.service')]);
    expect(manager.files.get(`${etc}/masked.service`)).toMatchObject({ type: 'link', target: '/dev/null' });
    expect(manager.files.get(`${etc}/empty.service`)).toMatchObject({ type: 'file', bytes: Buffer.alloc(0) });
    expect(seen(manager)).toHaveLength(2);
  });

  test('links as they lie on disk, whatever their names', () => {
    const { manager } = look(shell, [unit('a.service')]);
    const links = manager.links.map(({ path, target }) => [path.slice(root.length), target]);
    expect(links).toEqual([
      ['/etc/systemd/system/masked.service', '/dev/null'],
      ['/etc/systemd/system/odd\nname.service', 'a target\nwith a line'],
      ['/etc/systemd/system/multi-user.target.wants/a.service', '/etc/systemd/system/a.service'],
      ['/etc/systemd/system/multi-user.target.wants/w@i.service', '/usr/lib/systemd/system/w@.service'],
      ['/run/systemd/system/x.target.upholds/a.service', '../a.service'],
    ]);
  });

  test('one question for all units; templates are none', () => {
    const { asked } = look(shell, [unit('a.service'), unit('w@.service'), unit('w@i.service'), match('x*')]);
    expect(asked).toMatch(/--timestamp=us\+utc show -p .* -- x\* a\.service w@i\.service$/);
  });

  test('an older systemctl is not asked for what it does not know', () => {
    expect(look(shell, [unit('a.service')], 245).asked).not.toContain('--timestamp');
  });

  test('earlier runs', () => {
    expect(look(shell, [unit('a.service')]).host).toEqual({
      systemd: 257,
      now: expect.any(Number),
      runs: [{ id: 'R1', result: 'changed', ended: 1_700_000_000 }, { id: 'R2' }],
    });
  });

  test('new files are checked where the host allows it, and only where they are new', () => {
    const declared = (file: string): Desired => ({ ...unit('empty.service'), file }) as Desired;
    expect(look(shell, [declared('new')]).manager).toMatchObject({ verifyUnavailable: true });
    expect(look(shell, [declared('')]).manager).toMatchObject({ verifyUnavailable: false });
  });
});

test('a look leaves no trace', () => {
  const list = (): string =>
    spawnSync('find', [root, '-printf', '%p %y %m %T@ %C@ %s\n'], { encoding: 'utf8' }).stdout;
  const before = list();
  look('sh', [match('*'), { ...unit('a.service'), file: 'new' } as Desired]);
  expect(list()).toBe(before);
});

test('hundreds of units are one look', () => {
  const many = Array.from({ length: 400 }, (_, index) => unit(`many-${index}.service`));
  for (const { name } of many as readonly { name: string }[]) put(`${vendor}/${name}`, name);
  const { manager, asked } = look('sh', many);
  expect(manager.files.size).toBe(400);
  expect(asked.split(' ').filter((word) => word.startsWith('many-'))).toHaveLength(400);
});
