import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readDeclaration } from '../../../src/cli/declaration.ts';
import { pulledUnits } from '../../../src/cli/units/pulled-units.ts';
import type { DesiredUnit } from '../../../src/kinds/unit/desired.ts';
import { declare } from '../../../src/snapshot/declare.ts';
import { writeDeclared } from '../../../src/snapshot/write-declared.ts';
import { frame } from '../support/frame.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'fleetwright-pulled-'));
  writeFileSync(join(dir, 'hosts.yaml'), 'hosts: { web-1: {}, web-2: {} }\n');
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

const file = '[Service]\nExecStart=/bin/sleep 1\nEnvironment="A={{ not a template }}"\n';
const base = { type: 'unit', scope: 'system', strict: false } as const;
const units: readonly DesiredUnit[] = [
  {
    ...{ ...base, name: 'a.service', file, enabled: false, active: true },
    ...{
      dropIns: new Map([['10-key.conf', '[Service]\n']]),
      modes: new Map([['drop_ins/10-key.conf', '0600']]),
    },
  },
  { ...base, name: 'worker@.service', file, dropIns: new Map() },
  { ...base, name: 'worker@one.service', active: true },
];

const source = (): { directory: string; word: string } => ({ directory: join(dir, 'copy'), word: 'copy' });

test('what a pull wrote is taken as it was on its host; other instances are nobody’s business', async () => {
  await writeDeclared(source().directory, declare('web-1', units).files);
  const inventory = { inventory: ['hosts.yaml'] };
  expect(await pulledUnits(source(), inventory, frame({ cwd: dir }))).toEqual({
    ...{ host: 'web-1', live: false, where: 'in copy', notes: [], units },
  });
  const part = { ...inventory, match: ['a*'], filesOnly: true };
  expect(await pulledUnits(source(), part, frame({ cwd: dir }))).toMatchObject({
    units: [{ name: 'a.service', file, masked: false }],
  });
});

test('what no pull wrote is none; a match that leaves nothing is an error', async () => {
  expect(await pulledUnits(source(), {}, frame({ cwd: dir }))).toBeUndefined();
  await writeDeclared(source().directory, declare('web-1', units).files);
  const world = frame({ cwd: dir });
  expect(await pulledUnits(source(), { inventory: ['hosts.yaml'], match: ['b'] }, world)).toBe(1);
  expect(world.said.err).toBe('error: copy declares no unit that --match leaves\n');
});

test('a host without an inventory is known by what it was pulled as', async () => {
  const host = 'deploy@web-9:2222';
  await writeDeclared(source().directory, declare(host, units).files);
  expect(await pulledUnits(source(), {}, frame({ cwd: dir }))).toMatchObject({ host, units });
  const playbook = join(source().directory, 'playbook.yaml');
  const { value } = await readDeclaration([playbook], {}, frame({ cwd: dir }));
  expect(value?.fleet.hosts.map((one) => one.host.name)).toEqual([host]);
  expect(value?.inventory.hosts.get(host)).toMatchObject({ name: 'web-9', user: 'deploy', port: 2222 });
  // What nobody pulled names hosts of the inventory only.
  writeFileSync(join(dir, 'play.yaml'), `hosts: "${host}"\nunits: [{ name: a.service, enabled: true }]\n`);
  expect((await readDeclaration([join(dir, 'play.yaml')], {}, frame({ cwd: dir }))).value).toBeUndefined();
});
