import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { examine } from '../../src/doctor/examine.ts';
import { connector } from '../../src/hosts/connector.ts';
import type { Host } from '../../src/model/host.ts';

const here: Host = { name: 'here', connection: 'local', become: 'none', vars: {} };

test('this machine is examined', async () => {
  const checks = await examine(here, connector({}));
  const states = Object.fromEntries(checks.map((one) => [one.check, one.state]));
  expect(states).toMatchObject({ become: 'ok', tools: 'ok', 'disk /etc': expect.any(String), clock: 'ok' });
  expect(checks.find((one) => one.check === 'disk /var')?.detail).toMatch(/free of/);
});

const file = new URL('../../src/hosts/sh/doctor.sh', import.meta.url);
const shells = ['dash', 'bash', 'busybox'].filter((shell) => spawnSync('which', [shell]).status === 0);

test.each(shells)('%s runs it without a complaint', (shell) => {
  const input = `set -u\n${readFileSync(file, 'utf8')}\ndoctor sh no-such-tool\n`;
  const run = spawnSync(shell, shell === 'busybox' ? ['sh'] : [], { input, encoding: 'utf8' });
  expect(run.stderr).toBe('');
  expect(run.stdout).toMatch(/^time \d+\n[^]*tool sh\nspace \/etc \d+\/\d+ \S+ (yes|no)\n[^]*end\n$/);
  expect(run.stdout).not.toContain('no-such-tool');
});
