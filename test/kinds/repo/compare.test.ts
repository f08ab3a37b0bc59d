import { describe, expect, test } from '@jest/globals';
import type { RepoSeen } from '../../../src/kinds/repo/actual.ts';
import { compare } from '../../../src/kinds/repo/compare.ts';
import type { DesiredRepo } from '../../../src/kinds/repo/desired.ts';
import type { Finding } from '../../../src/kinds/kind.ts';
import { desired, empty, first, remote, second, settled } from './support/build.ts';

const full = desired({
  restarts: ['app.service'],
  update: { schedule: 'every 6h', on_start: ['app.service'] },
});

function one(repo: DesiredRepo, seen: RepoSeen): Finding {
  return compare([repo], new Map([[repo.name, seen]]))[0]!;
}

function lines({ steps }: Finding): readonly string[] {
  return steps.map((step) => {
    if ('path' in step) return `${step.phase}: ${step.do} ${step.path}`;
    return `${step.phase}: ${step.do}${'unit' in step ? ` ${step.unit}` : ''}`;
  });
}

test('a host that has all of it has nothing to do', () => {
  const finding = one(full, settled(full));
  expect([finding.steps, finding.differences, finding.blocked, finding.warnings]).toEqual([[], [], [], []]);
});

test('a host that has nothing gets the updater and its policy before the first update, and units after', () => {
  expect(lines(one(full, { ...empty, loaded: new Set(), next: ['2026-11-22 06:00:00 UTC'] }))).toEqual([
    'content: write /usr/local/lib/fleetwright/repo-update',
    'content: write /etc/fleetwright/repos.d/app.policy',
    'files: write /etc/systemd/system/fleetwright-recover-app.service',
    'files: write /usr/local/lib/systemd/system/multi-user.target.d/50-fleetwright-repo-app.conf',
    'files: write /etc/systemd/system/fleetwright-repo-app.timer',
    'files: write /etc/systemd/system/fleetwright-repo-app.service',
    'files: write /usr/local/lib/systemd/system/app.service.d/50-fleetwright-repo-app.conf',
    'enablement: enable fleetwright-repo-app.timer',
    'reload: daemon-reload',
    'start: start fleetwright-repo-app.timer',
    'content: update-repo /opt/app',
  ]);
});

test('a new commit upstream is told with what follows from it', () => {
  const seen = settled(full, {
    remote: remote({ 'refs/heads/main': second }),
    changed: 2,
    log: { target: second, count: 2, subjects: ['the newer', 'the older'], rewound: false },
  });
  expect(one(full, seen)).toMatchObject({
    differences: [{ field: 'commit', from: 'aaaaaaa', to: 'bbbbbbb (2 commits): the newer; the older' }],
    steps: [
      {
        ...{ do: 'update-repo', from: first, to: second, restarts: ['app.service'] },
        because: 'its remote has another commit; stashes 2 files changed here; restarts app.service',
      },
    ],
  });
});

test('where a service is yet to be installed, the updater restarts none, and those that run are restarted by the plan', () => {
  const repo = desired({ restarts: ['app.service', 'new.service'] });
  const seen = settled(repo, {
    remote: remote({ 'refs/heads/main': second }),
    timer: { active: false, wanted: false },
    loaded: new Set(['app.service']),
    running: new Set(['app.service']),
  });
  const finding = one(repo, seen);
  expect(lines(finding)).toEqual([
    'content: update-repo /opt/app',
    'start: restart app.service',
    'health: health app.service',
  ]);
  expect(finding.steps[0]).toMatchObject({ restarts: [], later: true });
});

test('absent: the timer ends before its files go, and the commit is nobody’s business', () => {
  const gone = { ...desired({ absent: true }), absent: true };
  expect(lines(one(gone, settled(full, { remote: undefined })))).toEqual([
    'files: remove /etc/fleetwright/repos.d/app.policy',
    'files: remove /etc/systemd/system/fleetwright-recover-app.service',
    'files: remove /usr/local/lib/systemd/system/multi-user.target.d/50-fleetwright-repo-app.conf',
    'files: remove /etc/systemd/system/fleetwright-repo-app.timer',
    'files: remove /etc/systemd/system/fleetwright-repo-app.service',
    'files: remove /usr/local/lib/systemd/system/app.service.d/50-fleetwright-repo-app.conf',
    'retire: stop fleetwright-repo-app.timer',
    'retire: disable fleetwright-repo-app.timer',
    'reload: daemon-reload',
  ]);
});

test.each<readonly [string, Partial<RepoSeen>, string]>([
  ['paused', { paused: true }, 'is paused'],
  ['rewritten', { log: { target: second, count: 1, subjects: [], rewound: true } }, 'does not descend'],
  ['failed before', { quarantined: new Set([second]) }, 'is not tried again'],
])('what is %s is told and left', (_, seen, words) => {
  const finding = one(full, settled(full, { remote: remote({ 'refs/heads/main': second }), ...seen }));
  expect([finding.steps, finding.warnings]).toEqual([[], [expect.stringContaining(words)]]);
});

test('a remote that does not answer is a doubt, and before the first checkout an obstacle', () => {
  const silent = { answered: false, silent: ['connection refused'], refs: new Map<string, string>() };
  expect(one(full, settled(full, { remote: silent }))).toMatchObject({
    steps: [],
    warnings: ['app: could not check: connection refused'],
  });
  expect(one(full, { ...empty, remote: silent }).blocked).toEqual([
    'app: its remote does not answer: connection refused',
  ]);
});

describe('what cannot be', () => {
  test.each<readonly [Partial<RepoSeen>, string]>([
    [{ git: undefined }, 'this host has no git'],
    [{ lacks: ['flock'] }, 'this host lacks `flock`'],
    [{ lacks: ['cron,crond'] }, 'this host lacks `cron` or `crond`'],
    [{ hasOwner: false }, 'this host has no user `deploy`'],
    [
      { lacksZones: ['europe/berlin'] },
      'this host knows no time zone `europe/berlin` (`windows`): it may lack tzdata',
    ],
    [{ misunderstood: ['Fro 9'] }, "this host's systemd does not understand `Fro 9` (`schedule`)"],
    [{ inside: '/opt' }, '/opt/app lies inside of the repository /opt'],
    [{ at: 'file' }, '/opt/app is a file'],
    [{ at: 'directory' }, '/opt/app is there, is not empty and is no git repository'],
    [{ holder: 'ann' }, '/opt/app belongs to ann, and `owner` is deploy'],
    [
      { loose: '/opt' },
      "others than root may write to /opt, and root's git would run what they like: name another `owner`",
    ],
    [
      { accepted: undefined, origin: 'https://git.example.org/other.git' },
      '/opt/app is a checkout of https://git.example.org/other.git, and `url` is another: `git remote set-url origin https://git.example.org/app.git` there, if that is meant',
    ],
    [
      { ahead: 2 },
      '/opt/app has 2 commits of its own on main that its remote does not have: push or drop them first',
    ],
  ])('%j', (seen, reason) => {
    const finding = one(full, settled(full, seen));
    expect([finding.blocked, finding.steps]).toEqual([[`app: ${reason}`], []]);
  });

  test.each([
    'git@git.example.org:app',
    'ssh://git@git.example.org:2222/app.git',
    'https://Git.example.org/app/',
  ])('it may have come from the same place by another way: %s', (origin) => {
    expect(one(full, settled(full, { accepted: undefined, origin })).blocked).toEqual([]);
  });

  test('that nobody can be told is said, and no more', () => {
    const finding = one(full, settled(full, { lacks: ['sendmail'] }));
    expect([finding.blocked, finding.warnings]).toEqual([
      [],
      ['app: this host lacks `sendmail`, which `notify` needs: nobody will be told that way'],
    ]);
  });

  test('ssh signatures want a git that knows them', () => {
    const repo = desired({ verify: { signers: 'keys/signers' } });
    expect(one(repo, settled(repo, { git: [2, 30] })).blocked).toEqual([
      'app: git 2.30 cannot check ssh signatures: 2.34 can, or sign with `gpg_keys`',
    ]);
  });

  test('local changes that are not to be touched', () => {
    const repo = desired({ local_changes: 'refuse' });
    const seen = settled(repo, { remote: remote({ 'refs/heads/main': second }), changed: 1 });
    expect(one(repo, seen).blocked).toEqual([
      'app: 1 file changed in /opt/app, and `local_changes` is refuse',
    ]);
  });
});

test('of a crontab only the lines that are replaced go, to the byte', () => {
  const repo = desired({ update: { schedule: 'every 6h', replaces_cron: 'auto-update' } });
  const text = '# auto-update was here\r\n0 */6 * * * /opt/auto-update.sh\n\n5 5 * * * /bin/true';
  const path = '/var/spool/cron/crontabs/deploy';
  const file = { path, type: 'file', mode: '600', owner: 'deploy:crontab', modified: 1 } as const;
  const files = new Map(settled(repo).files).set(path, { ...file, bytes: Buffer.from(text) });
  expect(one(repo, settled(repo, { files }))).toMatchObject({
    differences: [{ field: 'crontab of deploy', from: '0 */6 * * * /opt/auto-update.sh', to: null }],
    steps: [
      {
        ...{ do: 'write', path, mode: '0600', owner: 'deploy:crontab' },
        content: '# auto-update was here\r\n\n5 5 * * * /bin/true',
      },
    ],
  });
});

test('what makes a service wait for us does not shorten its own time', () => {
  const dropIn = (seconds: number | undefined): string | undefined => {
    const startTimes = new Map(seconds === undefined ? [] : [['app.service', seconds]]);
    const { steps } = one(full, { ...empty, startTimes });
    return steps.flatMap((step) =>
      'path' in step && step.do === 'write' && step.path.includes('/app.service.d/') ? [step.content] : [],
    )[0];
  };
  expect(dropIn(undefined)).toContain('TimeoutStartSec=1200\n');
  expect(dropIn(90)).toBe(dropIn(undefined));
  expect(dropIn(Number.POSITIVE_INFINITY)).toMatch(/--why start\n$/);
});

test('a schedule that meets none of its windows is told', () => {
  const from = Date.parse('2026-11-22T12:00:00Z');
  const instants = Array.from({ length: 100 }, (_, index) => from + index * 6 * 3_600_000);
  const warned = (windows: readonly [string, ...string[]], spread = '10m'): readonly string[] => {
    const repo = desired({ update: { schedule: 'every 6h', spread, windows: [...windows] } });
    return one(repo, settled(repo, { instants })).warnings ?? [];
  };
  expect(warned(['Sat,Sun 02:00-05:00 Europe/Berlin'])).toEqual([
    'app: until 2026-12-17 the schedule `every 6h` meets none of the windows: nothing comes by it',
  ]);
  expect(warned(['Sat,Sun 02:00-05:00 Europe/Berlin'], '70m')).toEqual([]);
  expect(warned(['Fri 22:00-02:00 Europe/Berlin'])).toEqual([]);
  expect(warned(['Sat,Sun 02:00-05:00'])).toEqual([]);
});
