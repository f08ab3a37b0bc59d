import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { desire } from '../../src/desire/desire.ts';
import type { DesiredUnit } from '../../src/kinds/unit/desired.ts';
import { kinds } from '../../src/kinds/registry.ts';
import { loadInventory } from '../../src/load/inventory.ts';
import { loadPlaybooks } from '../../src/load/playbook.ts';
import { declare } from '../../src/snapshot/declare.ts';
import { pulledChanges, writeDeclared } from '../../src/snapshot/write-declared.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'declare-'));
});
afterEach(() => rm(dir, { recursive: true }));

const service = '[Service]\nExecStart=/bin/sleep 1\n[Install]\nWantedBy=multi-user.target\n';

function unit(name: string, more: Partial<DesiredUnit> = {}): DesiredUnit {
  return { type: 'unit', scope: 'system', name, strict: false, ...more };
}

/** What the playbook of a declared directory comes to, read by the program itself. */
async function readBack(): Promise<readonly DesiredUnit[]> {
  await writeFile(join(dir, 'inventory.yaml'), 'hosts: { "web-1": {} }\n');
  const inventory = await loadInventory([join(dir, 'inventory.yaml')]);
  const plays = loadPlaybooks([join(dir, 'pulled/playbook.yaml')], kinds);
  expect([...inventory.diagnostics, ...plays.diagnostics]).toEqual([]);
  const fleet = desire({ inventory: inventory.value!, plays: plays.value!, kinds });
  expect(fleet.diagnostics).toEqual([]);
  return fleet.value!.hosts[0]!.resources[0]!.desired as readonly DesiredUnit[];
}

async function declaredBack(units: readonly DesiredUnit[]): Promise<readonly DesiredUnit[]> {
  const { files, notes } = declare('web-1', units);
  expect(notes).toEqual([]);
  await writeDeclared(join(dir, 'pulled'), files);
  return readBack();
}

describe('a declared directory', () => {
  test('says of the units what was said, and nothing else', async () => {
    const units = [
      unit('a.service', {
        file: service,
        dropIns: new Map([
          ['10-a.conf', '[Service]\nNice=1\n'],
          ['20-b.conf', '[Unit]\nDescription=ü\n'],
        ]),
        modes: new Map([['drop_ins/10-a.conf', '0600']]),
        enabled: true,
        active: false,
      }),
      unit('b\\x2dc.timer', { enabled: false }),
      unit('masked.service', { masked: true }),
      unit('plain.service', { file: service, dropIns: new Map() }),
    ];
    expect(await declaredBack(units)).toEqual(units);
  });

  test.each([
    ['{{', '[Service]\nExecStart=/bin/echo {{.ID}} {{{ {{{{ }} {%\n'],
    ['tags', '[Service]\nExecStart=/bin/echo {% raw %} {% endraw %} {%- if x -%}{% endif %} {{ "{{" }}\n'],
    ['systemd’s own', '[Service]\nExecStart=/bin/echo %i ${HOME} $$ {%i} \\x20 "a b"\n'],
    ['no last newline', '[Service]\nExecStart=/bin/true'],
  ])('renders to the very bytes: %s', async (_, file) => {
    const [back] = await declaredBack([unit('a.service', { file, active: true })]);
    expect(back?.file).toBe(file);
  });

  test('a template speaks for its instances where they are all in the same state', async () => {
    const states = { enabled: true, active: true };
    const alike = [
      unit('w@.service', { file: service }),
      unit('w@1.service', states),
      unit('w@b.service', states),
    ];
    expect(declare('web-1', alike).files[0]?.text).toContain('instances: ["1", b]\n');
    expect((await declaredBack(alike)).map(({ name, active }) => [name, active])).toEqual([
      ['w@.service', undefined],
      ['w@1.service', true],
      ['w@b.service', true],
    ]);
    const unlike = [...alike.slice(0, 2), unit('w@b.service', { active: false })];
    expect(await declaredBack(unlike)).toEqual(unlike);
  });

  test('is the same for the same units in any order', () => {
    const units = [unit('b.service', { file: service }), unit('a.service', { active: true })];
    expect(declare('h', units)).toEqual(declare('h', units.toReversed()));
  });

  test.each([
    ['CRLF', { file: '[Service]\r\nExecStart=/bin/true\r\n' }, 'CRLF'],
    ['a byte order mark', { file: `\uFEFF${service}` }, 'byte order mark'],
    ['what systemd refuses', { file: '[Service]\nNice=5\n' }, 'systemd refuses a.service'],
    ['an odd name', { file: service, dropIns: new Map([['{{x}}.conf', '']]) }, 'drop-in "{{x}}.conf"'],
    ['a way out', { dropIns: new Map([['../../x.conf', '']]) }, 'is none we write'],
  ])('leaves out and tells of %s', (_, more, note) => {
    const { files, notes } = declare('h', [unit('a.service', { ...more, enabled: true })]);
    expect(notes).toEqual([expect.stringContaining(note)]);
    expect(files.map(({ path }) => path)).toEqual(['playbook.yaml']);
    expect(files[0]?.text).toContain('enabled: true');
  });
});

test('a masked unit that runs cannot be declared', () => {
  const { files, notes } = declare('h', [unit('a.service', { masked: true, active: true })]);
  expect(notes).toEqual(['a.service is left out: it is masked, and runs all the same']);
  expect(files[0]?.text).not.toContain('a.service');
});

describe('writing one', () => {
  const files = declare('web-1', [
    unit('a.service', { file: service, dropIns: new Map([['x.conf', '']]) }),
  ]).files;
  const target = (): string => join(dir, 'pulled');

  test('finds nothing to change the second time, and takes away what is gone', async () => {
    await writeDeclared(target(), files);
    expect(await pulledChanges(target(), files)).toEqual({ changes: [] });
    const fewer = declare('web-1', [unit('a.service', { file: service })]).files;
    expect(await pulledChanges(target(), fewer)).toMatchObject({
      changes: [{ path: 'playbook.yaml' }, { path: 'units/a.service.d/x.conf', from: '', to: null }],
    });
    await writeDeclared(target(), fewer);
    expect((await readdir(target(), { recursive: true })).sort()).toEqual([
      'playbook.yaml',
      'units',
      'units/a.service',
    ]);
  });

  test('a pull that fails leaves what was there', async () => {
    await writeDeclared(target(), files);
    const broken = [...files, { path: 'units/a.service/b', text: '', hidden: false }];
    await expect(writeDeclared(target(), broken)).rejects.toThrow();
    expect(await pulledChanges(target(), files)).toEqual({ changes: [] });
    expect(await readdir(target())).toEqual(['playbook.yaml', 'units']);
  });

  test('removes what a killed pull has staged, and not what one stages now', async () => {
    await writeDeclared(target(), files);
    for (const pid of [4194304, process.ppid]) await writeFile(join(target(), `.pull-${pid}`), '');
    await writeDeclared(target(), files);
    expect(await readdir(target())).toEqual([`.pull-${process.ppid}`, 'playbook.yaml', 'units']);
  });
});
