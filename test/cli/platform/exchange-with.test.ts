import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runProgram } from '../../../src/cli/program.ts';
import { frame } from '../support/frame.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'fleetwright-exchange-'));
  const nowhere = '{ address: 127.0.0.1, port: 1 }';
  writeFileSync(join(dir, 'hosts.yaml'), `hosts: { web-1: ${nowhere}, web-2: ${nowhere} }\n`);
  writeFileSync(join(dir, 'play.yaml'), 'hosts: all\ntrees: [{ source: tree, path: /opt/app }]\n');
  mkdirSync(join(dir, 'tree'));
  writeFileSync(join(dir, 'tree/a'), 'a\n');
});
afterAll(() => {
  rmSync(dir, { recursive: true });
});

async function said(...words: readonly string[]): Promise<string> {
  const world = frame({ cwd: dir, env: { HOME: dir } });
  const options = ['-i', 'hosts.yaml', '--playbook', 'play.yaml', '--yes'];
  const code = await runProgram(['platform', ...words, ...options], world);
  return `${code}: ${world.said.err}${world.said.out}`;
}

test('a host that cannot be reached is said, and keeps no other from its turn', async () => {
  const gone = (host: string): string => `! ${host}: cannot connect to ${host} (127.0.0.1:1): `;
  expect(await said('pull', 'web-1')).toContain(`4: ${gone('web-1')}`);
  const both = await said('sync', 'web-1', 'web-2');
  expect(both).toContain(`4: ${gone('web-1')}`);
  expect(both).toContain(gone('web-2'));
});

test('a pull is from one host: those of two would be one here', async () => {
  expect(await said('pull', 'web-*')).toBe('64: error: web-* is 2 hosts, and one is meant\n');
});
