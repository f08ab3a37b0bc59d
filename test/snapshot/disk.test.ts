import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findSnapshot } from '../../src/snapshot/find.ts';
import { hostDirectory, listBackups, openBackup } from '../../src/snapshot/backups.ts';
import { desiredOf } from '../../src/snapshot/desired.ts';
import { readSnapshot } from '../../src/snapshot/read.ts';
import { readState } from '../../src/snapshot/state-file.ts';
import { writeSnapshot } from '../../src/snapshot/write.ts';
import { plainText, snapshot } from './support/snapshots.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'fleetwright-backup-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

const example = snapshot({
  'a.service': { drops: { '10-x.conf': '[Service]\nNice=1\n' } },
  'b@.service': { enabled: '', active: '' },
  'c\\x2dd.service': { file: Uint8Array.of(0xff, 0x00, 0x0a), active: 'failed' },
  'vendor.timer': { file: null },
});

const place = (): string => join(dir, 'host-1');

async function broken(change: (manifest: Record<string, never>) => void): Promise<unknown> {
  await writeSnapshot(place(), example);
  const path = join(place(), 'manifest.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Record<string, never>;
  change(manifest);
  writeFileSync(path, JSON.stringify(manifest));
  return readSnapshot(place());
}

describe('a backup', () => {
  test('is read as it was written', async () => {
    await writeSnapshot(place(), example);
    expect(await readSnapshot(place())).toEqual({ snapshot: example });
  });

  test('has the files of the scripts, for its owner alone', async () => {
    await writeSnapshot(place(), example);
    expect(readdirSync(place()).sort()).toEqual([
      ...['a.service', 'a.service.d', 'a.service.state', 'b@.service', 'b@.service.state'],
      ...['c\\x2dd.service', 'c\\x2dd.service.state', 'manifest.json', 'vendor.timer.state'],
    ]);
    expect(readFileSync(join(place(), 'a.service.state'), 'utf8')).toBe('ACTIVE=active\nENABLED=enabled\n');
    const mode = (path: string): string => (statSync(join(place(), path)).mode & 0o777).toString(8);
    expect(['', 'a.service.d', 'a.service', 'manifest.json', 'a.service.state'].map(mode)).toEqual([
      ...['700', '700', '600', '600', '600'],
    ]);
  });

  test('is the same text for the same units', async () => {
    await writeSnapshot(place(), example);
    await writeSnapshot(join(dir, 'again'), example);
    const text = (name: string): string => readFileSync(join(dir, name, 'manifest.json'), 'utf8');
    expect(text('again')).toBe(text('host-1'));
  });

  test('never takes the place of what is there', async () => {
    await writeSnapshot(place(), example);
    await expect(writeSnapshot(place(), example)).rejects.toMatchObject({ code: 'EEXIST' });
  });

  test('of one second has a name of its own', async () => {
    const now = new Date(Date.UTC(2026, 10, 21, 22, 15, 0));
    expect([await openBackup(dir, now), await openBackup(dir, now)]).toEqual([
      join(dir, 'systemd-20261121_221500'),
      join(dir, 'systemd-20261121_221500-2'),
    ]);
  });
});

describe('a backup is refused', () => {
  test('when a file is not what was kept', async () => {
    await writeSnapshot(place(), example);
    writeFileSync(join(place(), 'a.service'), 'other');
    expect(await readSnapshot(place())).toMatchObject({
      problem: expect.stringMatching(/^its a.service is not what/),
    });
  });

  test.each([
    [
      'a unit that is none',
      { '../../x.service': { fragment: '', vague: [], links: {}, files: {} } },
      /which is no unit/,
    ],
    ['a file elsewhere', { 'a.service': entry('../../etc/passwd') }, /which cannot be its/],
    ['an absolute path', { 'a.service': entry('/etc/passwd') }, /which cannot be its/],
    ['a drop-in that leads out', { 'a.service': entry('a.service.d/../../x.conf') }, /which cannot be its/],
    ['a NUL', { 'a.service': entry('a.service.d/x\u0000.conf') }, /which cannot be its/],
    ['keys that nobody knows', { 'a.service': { odd: 1 } }, /it is not a backup's manifest/],
  ])('when its manifest names %s', async (_, units, why) => {
    const read = await broken((manifest) => Object.assign(manifest, { units }));
    expect(read).toMatchObject({ problem: expect.stringMatching(why) });
  });

  test('when anybody may have changed it', async () => {
    await writeSnapshot(place(), example);
    chmodSync(join(place(), 'a.service'), 0o666);
    expect(await readSnapshot(place())).toEqual({
      problem: 'its a.service cannot be read: anybody may write to it',
    });
    chmodSync(place(), 0o777);
    expect(await readSnapshot(place())).toEqual({ problem: 'anybody may write to it' });
  });

  test('when a file was made a link, or a FIFO', async () => {
    await writeSnapshot(place(), example);
    const path = join(place(), 'a.service');
    rmSync(path);
    symlinkSync('/etc/passwd', path);
    expect(await readSnapshot(place())).toEqual({ problem: 'its a.service cannot be read: it is a link' });
    rmSync(path);
    execFileSync('mkfifo', [path]);
    expect(await readSnapshot(place())).toEqual({
      problem: 'its a.service cannot be read: it is no plain file',
    });
  });
});

function entry(path: string): unknown {
  const files = { [path]: { mode: '0644', owner: 'root:root', sha256: '0'.repeat(64) } };
  return { fragment: '', vague: [], links: {}, files };
}

describe("a backup of the scripts'", () => {
  const flat = (files: Readonly<Record<string, string>>): string => {
    const path = join(dir, 'systemd-20250102_030405');
    mkdirSync(path);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
    return path;
  };

  test('is read: files, states in any order, comments', async () => {
    const path = flat({
      'a.service': plainText,
      'a.service.state': '# kept by rsync-systemd-services.sh\nENABLED=enabled\nACTIVE=active\n',
      'b.service': plainText,
      'b.service.state': 'ACTIVE="inactive"\r\nENABLED=disabled\r\nWHEN=today\r\n',
      'c.service.state': 'ACTIVE=frobbing\nENABLED=enabled',
      'notes.txt': 'whatever',
    });
    const read = await readSnapshot(path);
    expect(read).toMatchObject({
      snapshot: {
        taken: '2025-01-02T03:04:05.000Z',
        patterns: [],
        units: [
          { name: 'a.service', active: 'active', enabled: 'enabled', vague: ['dropIns'] },
          { name: 'b.service', active: 'inactive', enabled: 'disabled' },
          { name: 'c.service', active: 'frobbing', enabled: 'enabled' },
        ],
      },
    });
  });

  test('keeps from others what it kept from them', async () => {
    const path = flat({ 'a.service': plainText, 'b.service': plainText });
    chmodSync(join(path, 'a.service'), 0o640);
    expect(await readSnapshot(path)).toMatchObject({
      snapshot: { units: [{ file: { mode: '0600' } }, { file: { mode: '0644' } }] },
    });
  });

  test('tells nothing by an empty file: a mask that was copied, or a full disk', async () => {
    const state = 'ACTIVE=inactive\nENABLED=disabled\n';
    const path = flat({
      ...{ 'a.service': '', 'a.service.state': state },
      ...{ 'b.service': '', 'b.service.state': 'ACTIVE=inactive\nENABLED=masked\n' },
    });
    const read = await readSnapshot(path);
    if ('problem' in read) throw new Error(read.problem);
    expect(desiredOf(read.snapshot).units).toEqual([
      { type: 'unit', scope: 'system', name: 'a.service', strict: false },
      { type: 'unit', scope: 'system', name: 'b.service', strict: false, active: false, masked: true },
    ]);
    expect(read.snapshot.notes).toEqual([
      'a.service: its file is empty, so neither that nor its state is taken',
    ]);
  });

  test('is not followed out of its directory', async () => {
    const path = flat({ 'a.service': plainText });
    symlinkSync('/etc/passwd', join(path, 'b.service'));
    symlinkSync('/etc', join(path, 'a.service.d'));
    expect(await readSnapshot(path)).toMatchObject({
      snapshot: {
        units: [{ name: 'a.service', dropIns: [] }],
        notes: ['b.service: passed over, it is a link'],
      },
    });
  });

  test('without a unit is none', async () => {
    expect(await readSnapshot(flat({ 'notes.txt': '' }))).toMatchObject({
      problem: expect.stringMatching(/no unit file/),
    });
  });
});

test('words of a state file reach nobody raw', () => {
  expect(readState('ACTIVE=\u001b[2Jactive\nENABLED=a\u202eb')).toEqual({
    active: '\\x1b[2Jactive',
    enabled: 'a\\u{202e}b',
  });
});

describe('a path that a person gives', () => {
  test("is the host's directory, or one that holds it", async () => {
    const backup = await openBackup(dir, new Date(0));
    const own = join(backup, 'web-1');
    await writeSnapshot(own, example);
    expect(await findSnapshot(own, 'any')).toEqual({ directory: own });
    expect(await findSnapshot(backup, 'any')).toEqual({ directory: own });
    await writeSnapshot(join(backup, 'web-2'), example);
    expect(await findSnapshot(backup, 'web-1')).toEqual({ directory: own });
    expect(await findSnapshot(backup, 'any')).toMatchObject({
      problem: expect.stringMatching(/no backup of any; there are web-1, web-2/),
    });
    expect(await findSnapshot(backup, '')).toMatchObject({
      problem: expect.stringContaining('the backups of several hosts; there are web-1, web-2'),
    });
    expect(await findSnapshot(dir, 'any')).toMatchObject({
      problem: expect.stringMatching(/^it holds backups; name one of them, such as systemd-/),
    });
    writeFileSync(join(dir, 'playbook.yaml'), 'hosts: all\n');
    expect(await findSnapshot(dir, 'any')).toMatchObject({
      problem: expect.stringContaining('it is no backup'),
    });
    expect(await findSnapshot(join(dir, 'none'), 'any')).toEqual({ problem: 'there is no such directory' });
  });

  test.each([
    ['web-1', 'web-1'],
    ['deploy@10.0.0.1', 'deploy@10.0.0.1'],
    ['..', '%2E.'],
    ['a/../b', 'a%2F..%2Fb'],
    ['-x', '%2Dx'],
  ])('names %s as %s', (host, name) => {
    expect(hostDirectory(host)).toBe(name);
  });
});

test('backups are listed the newest first, with the hosts that are whole', async () => {
  const [old, young] = [await openBackup(dir, new Date(0)), await openBackup(dir, new Date(86_400_000))];
  await writeSnapshot(join(old, 'a'), example);
  mkdirSync(join(young, 'a'));
  mkdirSync(join(dir, 'else'));
  const trees = await openBackup(dir, new Date(0), 'trees');
  mkdirSync(join(trees, 'b'));
  expect(await listBackups(dir, 'trees')).toEqual([{ path: trees, time: 0, whole: ['b'], ours: true }]);
  expect(await listBackups(dir)).toEqual([
    { path: young, time: 86_400_000, whole: [], ours: true },
    { path: old, time: 0, whole: ['a'], ours: true },
  ]);
  expect(await listBackups(join(dir, 'none'))).toEqual([]);
});
