import { expect, test } from '@jest/globals';
import { worst } from '../../src/model/check.ts';
import { factChecks } from '../../src/doctor/fact-checks.ts';
import { readFacts } from '../../src/doctor/read-facts.ts';
import { needed, useful } from '../../src/doctor/tools.ts';
import { brokenWay, wayChecks } from '../../src/doctor/way-checks.ts';

const tools = [...needed, ...useful.flatMap(({ anyOf }) => anyOf)];
const healthy = [
  'time 1000',
  'systemd 252.39-1~deb12u1',
  'state running',
  'bus yes',
  ...tools.map((tool) => `tool ${tool}`),
  'space /etc 5000000/9000000 60000 yes',
  'space /var 5000000/9000000 - yes',
  'space /run 90000/100000 0 yes',
  'end',
];
const asked = { from: 1000, until: 1000, asRoot: true };

/** The checks that are not ok, where the lines for which `change` gives something else are changed. */
function troubles(change: (line: string) => string | undefined): Record<string, string> {
  const lines = healthy.map((line) => change(line) ?? line).join('\n');
  const checks = factChecks(readFacts(lines), asked).filter(({ state }) => state !== 'ok');
  return Object.fromEntries(checks.map((one) => [one.check, `${one.state}: ${one.detail}`]));
}

const instead = (from: string, to: string) => (line: string) => (line.startsWith(from) ? to : undefined);

test('a healthy host has nothing to say', () => {
  expect(troubles(() => undefined)).toEqual({});
});

test('a systemd that is missing, old, silent or degraded is told', () => {
  expect(troubles(instead('systemd', 'x'))).toEqual({
    systemd: 'fail: systemd is not the init of this host',
  });
  expect(troubles(instead('systemd', 'systemd 219'))).toEqual({ systemd: 'fail: 219, running' });
  expect(troubles(instead('systemd', 'systemd '))).toEqual({ systemd: 'fail: systemd does not answer' });
  expect(troubles(instead('state', 'state degraded'))).toEqual({
    systemd: expect.stringMatching(/^warn: .*degraded/),
  });
});

test('a system bus that does not answer is told with what starts it', () => {
  expect(troubles(instead('bus', 'bus no'))).toEqual({ 'system bus': 'fail: does not answer' });
  expect(troubles(instead('bus', 'x'))).toEqual({ 'system bus': 'fail: does not answer' });
  const lines = healthy.map((line) => line.replace('bus yes', 'bus no')).join('\n');
  const bus = factChecks(readFacts(lines), asked).find((one) => one.check === 'system bus');
  expect(bus?.fix).toContain('`systemctl start dbus`');
});

test('missing tools are told together, useful ones by what they are for', () => {
  expect(troubles(instead('tool setpriv', ''))).toEqual({ tools: 'fail: missing: setpriv' });
  expect(troubles(instead('tool git', ''))).toEqual({ git: expect.stringContaining('repository') });
  expect(troubles(instead('tool curl', ''))).toEqual({});
});

test('a full, small or read-only disk is told', () => {
  expect(troubles(instead('space /var', 'space /var 500/9000000 9 yes'))).toMatchObject({
    'disk /var': expect.stringContaining('9 inodes free'),
  });
  expect(troubles(instead('space /var', 'space /var 500/9000000 90000 yes'))).toEqual({
    'disk /var': 'fail: 500 KiB free of 8.6 GiB',
  });
  expect(troubles(instead('space /etc', 'space /etc 5000000/9000000 90000 no'))).toEqual({
    'disk /etc': 'fail: cannot be written to',
  });
});

test('a clock is compared with the time in which the host was asked', () => {
  expect(troubles(instead('time', 'time 1100'))).toEqual({ clock: 'warn: 100 s ahead of ours' });
  expect(troubles(instead('time', 'time 900'))).toEqual({ clock: 'warn: 100 s behind ours' });
  expect(troubles(instead('time', 'time 1003'))).toEqual({});
});

test('a look that ended too early, or a lying host, gives no facts', () => {
  expect(troubles(instead('end', 'x'))).toEqual({ script: 'fail: the look at the host ended too early' });
  expect(troubles(instead('time', 'time \u001b[31m'))).toEqual({
    clock: expect.stringContaining('could not be found'),
  });
});

test('the way is told as far as it went', () => {
  const broken = brokenWay({ type: 'unreachable', stage: 'host-key', message: 'unknown', fix: 'compare' });
  expect(broken.map(({ check, state }) => `${check} ${state}`)).toEqual([
    'name ok',
    'port ok',
    'handshake ok',
    'host key fail',
  ]);
  expect(worst(broken)).toBe('fail');
  const way = wayChecks({ address: 'web1 (10.0.0.1:22)', user: 'deploy', hostKey: 'ssh-ed25519 SHA256:x' });
  expect(way.map(({ check, detail }) => `${check}: ${detail}`)).toEqual([
    'port: web1 (10.0.0.1:22)',
    'host key: ssh-ed25519 SHA256:x',
    'login: deploy',
  ]);
});
