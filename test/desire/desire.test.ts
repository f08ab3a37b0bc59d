import { describe, expect, test } from '@jest/globals';

import { countingKind, desired, onePlay, texts } from './support/desired.ts';

describe('variables', () => {
  test('inventory < play < --var, and hosts with the same share one text', async () => {
    const site = onePlay.replace('web', 'all').replace('port: 80', 'port: 80, role: play');
    const files = { 'site.yaml': site, 'units/a.service': '{{ role }} {{ port }}' };
    expect(texts(await desired(files))).toEqual({
      ...{ 'web-1': 'play 80', 'web-2': 'play 80', 'web-3': 'play 80', 'db-1': 'play 80' },
    });
    const own = await desired(
      { ...files, 'site.yaml': onePlay.replace('web', 'all') },
      { vars: { port: 9 } },
    );
    expect(texts(own)).toEqual({ 'web-1': 'web 9', 'web-2': 'web 9', 'web-3': 'web 9', 'db-1': 'db 9' });
    const [one, two] = own.value?.hosts ?? [];
    expect(one?.resources[0]?.desired[0]).toBe(two?.resources[0]?.desired[0]);
  });

  test('a kind is asked once for hosts that give it the same texts', async () => {
    const { kind, asked } = countingKind();
    const files = { 'site.yaml': onePlay.replace('web', 'all'), 'units/a.service': '{{ role }}' };
    await desired(files, {}, [kind]);
    expect(asked()).toBe(2);
  });

  test('and once per host where the text says which host it is', async () => {
    const { kind, asked } = countingKind();
    const outcome = await desired({ 'site.yaml': onePlay, 'units/a.service': '{{ host.name }}' }, {}, [kind]);
    expect(texts(outcome)).toEqual({ 'web-1': 'web-1', 'web-2': 'web-2', 'web-3': 'web-3' });
    expect(asked()).toBe(3);
  });
});

describe('resources', () => {
  test('of several plays come in the order of the plays', async () => {
    const site = `
- { hosts: all, units: [{ name: a.service, active: true }] }
- { hosts: web-1, units: [{ name: b.service, active: true }, { name: "w@.service", instances: [x], active: true }] }
`;
    const { value } = await desired({ 'site.yaml': site });
    const names = value?.hosts.map(({ host, resources }) => [
      host.name,
      ...resources.flatMap(({ kind, desired: all }) => all.map((one) => kind.identify(one))),
    ]);
    expect(names?.[0]).toEqual(['web-1', 'a.service', 'b.service', 'w@.service', 'w@x.service']);
    expect(names?.[1]).toEqual(['web-2', 'a.service']);
  });

  test('declared twice for one host: both places', async () => {
    const site = `
- hosts: web
  units:
    - { name: a.service, active: true }
    - { name: "w@.service", instances: [x, y], active: true }
- hosts: [db-1, web-1]
  units:
    - { name: w@y.service, enabled: true }
    - { name: a.service, enabled: true }
    - { name: a.service, scope: "user:alice", enabled: true }
`;
    const { errors, said } = await desired({ 'site.yaml': site });
    expect(errors).toEqual([
      'site.yaml:8:7: error: `w@y.service` is declared twice for one host (on web-1)',
      'site.yaml:9:7: error: `a.service` is declared twice for one host (on web-1)',
    ]);
    expect(said).toContain('  the other entry is on line 5; make one of the two');
    expect(said).toContain('  the other entry is on line 4; make one of the two');
  });
});

describe('--limit', () => {
  const two = `
- { hosts: web, units: [{ name: a.service, active: true }] }
- { hosts: db-1, units: [{ name: b.service, active: true }] }
`;

  test('cuts every play down', async () => {
    const { value } = await desired({ 'site.yaml': two }, { limit: 'web-2:db-1' });
    expect(value?.hosts.map(({ host }) => host.name)).toEqual(['web-2', 'db-1']);
    expect(value?.rollouts.map(({ batches }) => batches)).toEqual([[['web-2']], [['db-1']]]);
  });

  test('may leave a play without hosts, but not all', async () => {
    expect((await desired({ 'site.yaml': two }, { limit: 'db-1' })).value?.rollouts).toHaveLength(1);
    const one = await desired({ 'site.yaml': onePlay, 'units/a.service': '' }, { limit: 'db-1' });
    expect(one.said).toBe(
      'error: --limit `db-1` leaves no host of any play\n  the plays are for web-1, web-2, web-3',
    );
  });

  test('mistakes in it', async () => {
    expect((await desired({ 'site.yaml': two }, { limit: ',' })).said).toBe(
      'error: --limit: a `:` or `,` with nothing beside it',
    );
    expect((await desired({ 'site.yaml': two }, { limit: 'wbe' })).said).toContain('did you mean `web`?');
  });
});

describe('patterns of plays', () => {
  test('mistakes are underlined inside the pattern', async () => {
    const { said } = await desired({ 'site.yaml': onePlay.replace('web', 'web:!wbe-1') });
    expect(said).toContain('site.yaml:2:15: error: the inventory has no host or group `wbe-1`');
    expect(said).toContain('  2 | - hosts: web:!wbe-1\n    |               ^^^^^\n  did you mean `web-1`?');
  });

  test('one that leaves nothing', async () => {
    const { errors } = await desired({ 'site.yaml': onePlay.replace('web', '[web, "!web"]') });
    expect(errors).toEqual(['site.yaml:2:10: error: the play selects no host: its parts leave none over']);
  });
});

describe('rollouts', () => {
  const hosts = 'hosts:\n  h[1:10]: {}\n';
  const site = (rollout: string): string =>
    `- hosts: all\n  rollout: ${rollout}\n  units: [{ name: a.service, active: true }]\n`;
  const sizes = async (rollout: string): Promise<readonly number[] | undefined> => {
    const { value } = await desired({ 'hosts.yaml': hosts, 'site.yaml': site(rollout) });
    return value?.rollouts[0]?.batches.map((batch) => batch.length);
  };

  test.each([
    ['{}', [10]],
    ['{ batches: [1, "25%", "100%"] }', [1, 2, 7]],
    ['{ batches: [3] }', [3, 3, 3, 1]],
    ['{ batches: ["1%"] }', [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]],
    ['{ batches: [1, 4] }', [1, 4, 4, 1]],
    ['{ batches: [99] }', [10]],
  ])('%s → %j', async (rollout, expected) => expect(await sizes(rollout)).toEqual(expected));

  test('defaults and durations', async () => {
    const { value } = await desired({
      'hosts.yaml': hosts,
      'site.yaml': site('{ pause: 1m30s, max_failures: 2, on_failure: stop }'),
    });
    expect(value?.rollouts[0]).toMatchObject({ pause: 90_000, maxFailures: 2, onFailure: 'stop' });
    const plain = await desired({ 'hosts.yaml': hosts, 'site.yaml': site('{}') });
    expect(plain.value?.rollouts[0]).toMatchObject({ pause: 0, maxFailures: 0, onFailure: 'rollback' });
  });

  test('a host is in one rollout only, that of its first play', async () => {
    const { value } = await desired({
      'site.yaml':
        '- { hosts: web-1, units: [{ name: a.service, active: true }] }\n- { hosts: all, units: [{ name: b.service, active: true }] }\n',
    });
    expect(value?.rollouts.map(({ batches }) => batches)).toEqual([
      [['web-1']],
      [['web-2', 'web-3', 'db-1']],
    ]);
  });
});

test('ten thousand hosts: texts are shared, and nothing is done once per host that could be done once', async () => {
  const { kind, asked } = countingKind();
  const outcome = await desired(
    {
      'hosts.yaml':
        'hosts:\n  n-[00001:10000]: { address: "10.0.0.{{ n }}" }\ngroups:\n  odd: { hosts: ["n-[00001:09999:2]"], vars: { odd: true } }\n  all-of-them: { hosts: ["n-*"], vars: { odd: false } }\n',
      'site.yaml': onePlay.replace('web', 'all'),
      'units/a.service': '{% if odd %}odd{% else %}even{% endif %} {{ port }}',
    },
    {},
    [kind],
  );
  expect(outcome.value?.hosts).toHaveLength(10_000);
  expect(asked()).toBe(2);
  expect(new Set(outcome.value?.hosts.map(({ resources }) => resources[0]?.desired[0])).size).toBe(2);
});
