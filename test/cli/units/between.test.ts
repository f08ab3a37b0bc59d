import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runProgram } from '../../../src/cli/program.ts';
import { frame } from '../support/frame.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'fleetwright-between-'));
  writeFileSync(join(dir, 'play.yaml'), 'hosts: all\n');
  writeFileSync(join(dir, 'hosts.yaml'), 'hosts: { web-1: {}, web-2: {} }\n');
  for (const [name, text] of [
    ['old', 'A'],
    ['new', 'B'],
  ] as const) {
    mkdirSync(join(dir, name));
    writeFileSync(join(dir, name, 'a.service'), `[Service]\nExecStart=/bin/true\nEnvironment=X=${text}\n`);
    writeFileSync(join(dir, name, 'a.service.state'), 'ACTIVE=active\nENABLED=enabled\n');
  }
});
afterAll(() => {
  rmSync(dir, { recursive: true });
});

async function said(...words: readonly string[]): Promise<string> {
  const world = frame({ cwd: dir });
  const code = await runProgram(words, world);
  return `${code}: ${world.said.err}${world.said.out}`;
}

test.each([
  [['units', 'diff', 'play.yaml', 'play.yaml'], '64: error: of two playbooks neither says how a host is'],
  [
    ['units', 'sync', 'localhost', '--match', 'a', '--yes'],
    '1: error: localhost cannot be synchronised with itself',
  ],
  [
    ['units', 'sync', 'all', '-i', 'hosts.yaml', '--match', 'a', '--yes'],
    '64: error: all is 2 hosts, and one is meant',
  ],
  [['units', 'sync', 'web-1', '--match', 'a'], '64: error: this needs approval'],
  [['units', 'push', 'web-1'], '64: error: this needs approval'],
  [['units', 'pull', 'web-1', '-i', 'hosts.yaml'], '1: error: nothing says which units are meant'],
  [['units', 'pull', 'web-1', '--install'], '64: error: this needs approval'],
  [['platform', 'promote', 'web-1', 'web-2'], '64: error: this needs approval'],
  [['units', 'sync', 'web-1', '--prefer', 'newest'], '64: '],
])('%p', async (words, expected) => {
  expect(await said(...words)).toContain(expected);
  expect(readdirSync(dir)).not.toContain('.fleetwright');
});

test('two backups of the scripts are held against each other without a host', async () => {
  const text = await said('units', 'diff', 'old', 'new', '--detailed-exitcode');
  expect(text).toMatch(/^2: {3}~ unit\/a\.service\n/);
  expect(text).toContain('-Environment=X=A\n');
  expect(await said('units', 'diff', 'old', 'old', '--detailed-exitcode')).toBe(
    '0: old and old: no difference.\n',
  );
  expect(await said('units', 'diff', 'old', 'new', '--match', 'b*')).toBe('0: old and new: no difference.\n');
});
