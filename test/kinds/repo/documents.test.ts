import { describe, expect, test } from '@jest/globals';
import { parseSchedule } from '../../../src/kinds/repo/schedule.ts';
import { resolve } from '../../../src/kinds/repo/resolve.ts';
import { repoRules } from '../../../src/kinds/repo/rules.ts';
import type { RepoSpec } from '../../../src/kinds/repo/spec.gen.ts';
import { targetOf } from '../../../src/kinds/repo/target.ts';
import { refusedWindow } from '../../../src/kinds/repo/window.ts';
import { desired, first, remote, second, sources, spec } from './support/build.ts';

function faults(more: Partial<RepoSpec>): readonly string[] {
  return repoRules.flatMap((rule) => rule({ ...spec, ...more })?.message ?? []);
}

const key = 'ssh-ed25519 AAAA';

test('an entry that is right has no faults', () => {
  expect(faults({})).toEqual([]);
  expect(faults({ url: 'git@git.example.org:app.git', host_key: key, deploy_key: '/root/key' })).toEqual([]);
});

test.each<readonly [Partial<RepoSpec>, string]>([
  [{ path: '/opt' }, '/opt is a directory of the system, not one of yours: name one below it'],
  [{ path: '/opt/../app' }, '/opt/../app has an empty part, `.` or `..` in it, or a `/` at its end'],
  [{ path: '/etc/app' }, '/etc/app lies in /etc, which is no place for a checkout'],
  [{ url: 'http://git.example.org/a' }, 'anybody on the way can change what http://git.example.org/a gives'],
  [{ url: 'git@git.example.org:app.git' }, 'a `url` by ssh needs the `host_key` of its server'],
  [{ host_key: key }, '`host_key` is for ssh, and no `url` goes by ssh'],
  [{ verify: { what: 'tip' } }, '`what` needs `signers` or `gpg_keys`: who may sign?'],
  [{ verify: { signers: 'a', what: 'tag' } }, '`what: tag` needs a `track` of `tag` or `version`'],
  [{ keep: 3 }, '`keep` goes with `layout: releases`'],
  [{ submodules: true, layout: 'releases' }, '`submodules` goes with `layout: checkout`'],
  [{ update: { spread: '5m' } }, '`spread` goes with `schedule`, and there is none'],
  [
    { update: { schedule: 'Mon *-*-* 04:00', scheduler: 'cron' } },
    'cron does not understand `Mon *-*-* 04:00`',
  ],
  [{ update: { schedule: '0 25 * * *' } }, '`0 25 * * *`: `25` is no hour'],
  [{ update: { if_update_fails: 'block_start' } }, '`if_update_fails` goes with `on_start`'],
  [{ absent: true }, '`url` contradicts `absent: true`'],
  [{ notify: [{ on: ['failure'] }] }, 'expected one of `webhook`, `mail` and `command` in each entry'],
])('%j is wrong', (more, message) => {
  expect(faults(more)).toEqual([message]);
});

test.each([
  ['every 6h', ['*-*-* 0/6:00:00'], '0 */6 * * *'],
  ['every 15m', ['*:0/15'], '*/15 * * * *'],
  ['every 1d', ['*-*-* 00:00:00'], '0 0 * * *'],
  ['0 */6 * * *', ['*-*-* 0,6,12,18:0:00'], '0 */6 * * *'],
  ['30 4 * * mon-fri', ['Mon,Tue,Wed,Thu,Fri *-*-* 4:30:00'], '30 4 * * mon-fri'],
  ['0 3 1 jan 0', ['*-1-1 3:0:00', 'Sun *-1-* 3:0:00'], '0 3 1 jan 0'],
  ['Sat 03:00', ['Sat 03:00'], undefined],
])('%s is a schedule', (text, calendar, cron) => {
  expect(parseSchedule(text)).toEqual({ text, calendar, ...(cron === undefined ? {} : { cron }) });
});

test.each([
  'every 7h',
  'every 90s',
  'every',
  '* * * * 9',
  '60 * * * *',
  '0 0 * * 5-1',
  'a; reboot',
  '--help',
])('%s is no schedule', (text) => {
  expect(typeof parseSchedule(text)).toBe('string');
});

test('windows have days, hours and a zone that there is', () => {
  expect(refusedWindow('Sat,Sun 02:00-05:00 Europe/Berlin')).toBeUndefined();
  expect(refusedWindow('22:00-04:00')).toBeUndefined();
  expect(refusedWindow('Sat 02:00-05:00 Europe/Atlantis')).toContain('is no time zone');
  expect(refusedWindow('weekends')).toContain('expected days, hours and a time zone');
});

describe('what is followed', () => {
  const tags = remote({
    'refs/tags/v1.10.0': first,
    'refs/tags/v1.10.0^{}': second,
    'refs/tags/v1.9.0': 'c'.repeat(40),
    'refs/tags/v1.9': 'd'.repeat(40),
    'refs/tags/nested/v3': first,
    'refs/tags/2.0.0-rc1': first,
  });
  test.each([
    ['tag', 'v*', { commit: second, tag: 'v1.10.0' }],
    ['version', '>=1.2 <2', { commit: second, tag: 'v1.10.0' }],
    ['version', '<1.10', { commit: 'c'.repeat(40), tag: 'v1.9.0' }],
    ['version', '>=2', undefined],
    ['branch', 'main', undefined],
    ['commit', first, { commit: first }],
  ] as const)('%s %s', (by, ref, target) => {
    expect(targetOf({ by, ref }, tags)).toEqual(target);
  });
});

test('the policy says all of it, each value as it stands', () => {
  const repo = desired({
    url: ['https://a.example.org/x', 'ssh://git@b.example.org:2222/x'],
    ...{ track: { tag: 'v*' }, deploy_key: '/root/key', host_key: key, verify: { signers: 'keys/signers' } },
    build: { python: { requirements: ['requirements.txt'], editable: true }, run: ['make "a b" $HOME'] },
    restarts: ['a.service'],
    health: { settle: '1500ms', http: 'http://127.0.0.1/' },
    update: { windows: ['Sat 02:00-05:00'], stale_after: '3d' },
    notify: [
      { webhook: { url: 'https://h.example.org/', secret_file: '/etc/k' }, on: ['change'] },
      { mail: 'o@example.org' },
    ],
  });
  const policy = repo.files.find(({ field }) => field === 'policy');
  expect(policy?.mode).toBe('0600');
  expect(policy?.content.split('\n').slice(1)).toEqual([
    ...['name=app', 'path=/opt/app', 'url=https://a.example.org/x', 'url=ssh://git@b.example.org:2222/x'],
    ...[
      'owner=deploy',
      'tag=v*',
      'layout=checkout',
      'local_changes=stash',
      'submodules=false',
      'insecure=false',
    ],
    ...['deploy_key=/root/key', 'host_key=/etc/fleetwright/repos.d/app.known_hosts'],
    ...['signers=/etc/fleetwright/repos.d/app.signers', 'verify=tip', 'rewind=false'],
    ...['venv=.venv', 'requirements=requirements.txt', 'editable=true', 'build=make "a b" $HOME'],
    ...['restart=a.service', 'settle=2', 'http=http://127.0.0.1/', 'health_timeout=120'],
    ...['if_update_fails=start_last_good', 'min_interval=60', 'timeout=900', 'stale_after=259200'],
    ...['window=Sat 02:00-05:00', 'notify=webhook change https://h.example.org/ /etc/k'],
    ...['notify=mail failure,rollback,recovered o@example.org', ''],
  ]);
  expect(repo.files.find(({ field }) => field === 'host_key')?.content).toBe(`[b.example.org]:2222 ${key}\n`);
});

test('a run that was cut is taken back before whatever runs on the repository, and before the next run', () => {
  const recover = (more: Partial<RepoSpec>): string | undefined =>
    desired(more).files.find(({ field }) => field === 'recover')?.content;
  const update = { on_start: ['a.service', 'c@1.service'] as [string, ...string[]] };
  expect(recover({ restarts: ['a.service', 'b.socket', 'all.target'], update })).toContain(
    '\nBefore=a.service b.service c@1.service fleetwright-repo-app.service\n',
  );
  expect(recover({ name: 'app', path: String.raw`/opt/100% "my" \app` })).toContain(
    String.raw`RequiresMountsFor="/opt/100%% \"my\" \\app"`,
  );
});

test('what a template brings in may be no line of its own', () => {
  const { diagnostics } = resolve({ ...spec, build: { run: ['a\nrestart=sshd.service'] } }, sources);
  expect(diagnostics[0]?.message).toContain('has a line break or control character');
  expect(resolve({ ...spec, build: { run: [String.raw`printf 'a\n'`] } }, sources).diagnostics).toEqual([]);
  expect(resolve({ ...spec, verify: { signers: 'missing' } }, sources).diagnostics[0]?.message).toBe(
    'no file missing',
  );
});

test('cron: each host has its own moment', () => {
  const update = { schedule: 'every 6h', scheduler: 'cron', spread: '10m' } as const;
  const cron = desired({ update }).files.find(({ field }) => field === 'cron');
  expect(cron?.content).toMatch(
    /\n0 \*\/6 \* \* \* root sleep \d{1,3}; \/usr\/local\/lib\/fleetwright\/repo-update run app --why cron >\/dev\/null 2>&1\n$/,
  );
});
