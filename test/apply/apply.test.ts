import { describe, expect, test } from '@jest/globals';
import { apply, type ApplyOptions } from '../../src/apply/apply.ts';
import type { Connection, Unreachable } from '../../src/hosts/connection.ts';
import type { HostResult, RunEvent } from '../../src/model/event.ts';
import type { Plan } from '../../src/model/plan.ts';
import { broken, exited, fakeConnection, type Behaviour } from './support/fake-connection.ts';
import { fleetPlan, hostPlan } from './support/fleet-plan.ts';
import { expectLegal } from './support/legal.ts';

const well: Behaviour = ({ say }) => {
  say('begin me', ...['s1', 's2', 's3', 's4'].flatMap((id) => [`start ${id}`, `ok ${id}`]), 'end changed');
  return exited();
};
const badly: Behaviour = ({ say }) => {
  say('begin me', 'start s1', 'ok s1', 'start s2', 'failed s2', 'undone s1', 'end rolled-back');
  return exited();
};
const cut: Behaviour = ({ say }) => {
  say('begin me', 'start s1');
  return broken('lost');
};
const dead: Behaviour = () => broken('lost');
const closed: Unreachable = { type: 'unreachable', stage: 'connect', message: 'port closed', fix: 'open it' };

type Way = Behaviour | Unreachable;

/** Runs a plan over hosts that behave as told, each connection the next way of its list. */
async function run(
  plan: Plan,
  ways: Readonly<Record<string, Way | readonly Way[]>> = {},
  options: Partial<ApplyOptions> = {},
) {
  const events: RunEvent[] = [];
  const connects: string[] = [];
  const released: string[] = [];
  const connect = (host: string, fresh: boolean): Promise<Connection | Unreachable> => {
    const list = [ways[host] ?? well].flat();
    const way = list[Math.min(connects.filter((one) => one.startsWith(`${host} `)).length, list.length - 1)]!;
    connects.push(`${host} ${fresh ? 'fresh' : 'open'}`);
    return Promise.resolve(typeof way === 'function' ? fakeConnection(way) : way);
  };
  const summary = await apply(plan, {
    ...{ run: 'R1', holder: 'me', lockWait: 0, forks: 10 },
    ...{ stop: new AbortController().signal, leave: new AbortController().signal },
    now: () => new Date(0),
    sink: { emit: (event) => events.push(event), close: () => Promise.resolve() },
    connect,
    release: (host) => Promise.resolve(void released.push(host)),
    onSourceChanged: () => undefined,
    exitCode: () => 0,
    ...options,
  });
  expectLegal(events, plan);
  const results = Object.fromEntries(
    events.flatMap((event): [string, HostResult][] =>
      event.type === 'host-finished' ? [[event.result.host, event.result]] : [],
    ),
  );
  const outcomes = Object.fromEntries(Object.entries(results).map(([host, { outcome }]) => [host, outcome]));
  return { events, connects, released, summary, results, outcomes };
}

const batchesOf = (events: readonly RunEvent[]): readonly unknown[] =>
  events.flatMap((event) => (event.type === 'batch-started' ? [[event.batch, event.of, event.hosts]] : []));

describe('each host', () => {
  test('comes out by itself, and is counted', async () => {
    const ways = { b: badly, c: cut, d: closed };
    const { outcomes, summary, results, released } = await run(fleetPlan(['a', 'b', 'c', 'd']), ways);
    expect(outcomes).toEqual({ a: 'changed', b: 'rolled-back', c: 'lost', d: 'unreachable' });
    expect(summary).toMatchObject({
      outcomes: { changed: 1, 'rolled-back': 1, lost: 1, unreachable: 1 },
      stepsDone: 5,
    });
    expect(results['d']?.message).toBe('port closed; open it');
    expect(released.toSorted()).toEqual(['a', 'b', 'c', 'd']);
  });

  test('that has nothing to do, cannot be or was not reached has its end without a beginning', async () => {
    const blocked = { status: 'blocked', reasons: ['static', 'masked'] } as const;
    const { outcomes, connects, results } = await run(
      fleetPlan([
        hostPlan('a', []),
        hostPlan('b', [], blocked),
        hostPlan('c', [], { status: 'unreachable', reasons: ['port closed'] }),
      ]),
    );
    expect(outcomes).toEqual({ a: 'unchanged', b: 'blocked', c: 'unreachable' });
    expect(results['b']?.message).toBe('static; masked');
    expect(connects).toEqual([]);
  });

  test('that shows a bug of ours fails with it, and the others go on', async () => {
    const buggy: Behaviour = () => {
      throw new Error('no such thing');
    };
    const { outcomes, results } = await run(fleetPlan(['a', 'b', 'c'], { batches: [['a', 'b', 'c']] }), {
      b: buggy,
    });
    expect(outcomes).toEqual({ a: 'changed', b: 'failed', c: 'changed' });
    expect(results['b']?.message).toMatch(/^a bug in fleetwright: Error: no such thing/);
  });

  test('whose kept line had died is connected to once more', async () => {
    const { outcomes, connects } = await run(fleetPlan(['a']), { a: [dead, well] });
    expect([outcomes, connects]).toEqual([{ a: 'changed' }, ['a open', 'a fresh']]);
  });

  test('whose new line is dead too is lost', async () => {
    const { outcomes, connects } = await run(fleetPlan(['a']), { a: dead });
    expect([outcomes, connects]).toEqual([{ a: 'lost' }, ['a open', 'a fresh']]);
  });

  test.each(['timeout', 'overflow', 'aborted'] as const)(
    'that ends by %s is not begun again',
    async (type) => {
      const { connects } = await run(fleetPlan(['a']), { a: () => broken(type) });
      expect(connects).toEqual(['a open']);
    },
  );

  test('that broke off in the middle is not begun again', async () => {
    expect((await run(fleetPlan(['a']), { a: cut })).connects).toEqual(['a open']);
  });

  test('is not connected to again once we were asked to stop', async () => {
    const stop = new AbortController();
    const behaviour: Behaviour = () => {
      stop.abort();
      return broken('lost');
    };
    expect((await run(fleetPlan(['a']), { a: behaviour }, { stop: stop.signal })).connects).toEqual([
      'a open',
    ]);
  });
});

describe('batches', () => {
  const three = { batches: [['a'], ['b', 'c'], ['d']] };

  test('go one after the other', async () => {
    const { events, outcomes } = await run(fleetPlan(['a', 'b', 'c', 'd'], three));
    expect(Object.values(outcomes)).toEqual(['changed', 'changed', 'changed', 'changed']);
    expect(batchesOf(events)).toEqual([
      [1, 3, ['a']],
      [2, 3, ['b', 'c']],
      [3, 3, ['d']],
    ]);
    const types = events.map((event) => (event.type === 'host-finished' ? event.result.host : event.type));
    expect(types.indexOf('a')).toBeLessThan(types.lastIndexOf('batch-started'));
  });

  test('end when more hosts failed than may', async () => {
    const { outcomes, results } = await run(fleetPlan(['a', 'b', 'c', 'd'], three), { a: badly });
    expect(outcomes).toEqual({ a: 'rolled-back', b: 'skipped', c: 'skipped', d: 'skipped' });
    expect(results['b']?.message).toBe('too many hosts failed before it');
  });

  test('a batch that has begun is finished', async () => {
    const { outcomes } = await run(fleetPlan(['a', 'b', 'c', 'd'], three), { b: badly }, { forks: 1 });
    expect(outcomes).toEqual({ a: 'changed', b: 'rolled-back', c: 'changed', d: 'skipped' });
  });

  test('failed and unreachable hosts are counted apart', async () => {
    const plan = fleetPlan(['a', 'b', 'c'], { batches: [['a', 'b'], ['c']], maxFailures: 1 });
    expect((await run(plan, { a: badly, b: closed })).outcomes['c']).toBe('changed');
    expect((await run(plan, { a: badly, b: badly })).outcomes['c']).toBe('skipped');
    expect((await run(plan, { a: closed, b: cut })).outcomes['c']).toBe('skipped');
  });

  test('what was blocked or unreachable in the plan counts as well', async () => {
    const blocked = hostPlan('a', [], { status: 'blocked', reasons: ['static'] });
    const { outcomes } = await run(fleetPlan([blocked, 'b', 'c'], { batches: [['a', 'b'], ['c']] }));
    expect(outcomes).toEqual({ a: 'blocked', b: 'changed', c: 'skipped' });
  });

  test('one without anything to do is passed over', async () => {
    const plan = fleetPlan([hostPlan('a', []), 'b'], { batches: [['a'], ['b']] });
    expect(batchesOf((await run(plan)).events)).toEqual([[2, 2, ['b']]]);
  });

  test('a pause lies between two, and none before the first', async () => {
    const plan = fleetPlan(['a', 'b'], { batches: [['a'], ['b']], pause: 1 });
    expect((await run(plan)).outcomes).toEqual({ a: 'changed', b: 'changed' });
  });

  test('a stop ends the pause, and no other batch begins', async () => {
    const stop = new AbortController();
    const plan = fleetPlan(['a', 'b'], { batches: [['a'], ['b']], pause: 3_600_000 });
    const release = (): Promise<void> => {
      setImmediate(() => stop.abort());
      return Promise.resolve();
    };
    const { outcomes, events, results } = await run(plan, {}, { stop: stop.signal, release });
    expect(outcomes).toEqual({ a: 'changed', b: 'skipped' });
    expect(results['b']?.message).toBe('interrupted before it began');
    expect(batchesOf(events)).toHaveLength(1);
  });

  test('on_failure is the host’s own affair', async () => {
    const connection = fakeConnection(well);
    await run(fleetPlan(['a'], { onFailure: 'stop' }), {}, { connect: () => Promise.resolve(connection) });
    expect(String(connection.runs[0]?.text)).toContain('ON_FAILURE=stop');
  });
});

test('no more hosts at a time than forks', async () => {
  let now = 0;
  let most = 0;
  const slow: Behaviour = async (host) => {
    most = Math.max(most, (now += 1));
    await Promise.resolve();
    now -= 1;
    return well(host);
  };
  const names = ['a', 'b', 'c', 'd', 'e'];
  await run(fleetPlan(names), Object.fromEntries(names.map((name) => [name, slow])), { forks: 2 });
  expect(most).toBe(2);
});

test('a stop in the middle lets hosts at work end, and begins no other', async () => {
  const stop = new AbortController();
  const stopped: Behaviour = ({ say, heard }) => {
    say('begin me', 'start s1');
    stop.abort();
    expect(heard).toEqual(['stop\n']);
    say('ok s1', 'undone s1', 'end interrupted');
    return exited();
  };
  const { outcomes } = await run(fleetPlan(['a', 'b']), { a: stopped }, { stop: stop.signal, forks: 1 });
  expect(outcomes).toEqual({ a: 'interrupted', b: 'skipped' });
});

test('events carry the clock they were given', async () => {
  const { events } = await run(fleetPlan(['a']));
  expect(new Set(events.map(({ time }) => time))).toEqual(new Set(['1970-01-01T00:00:00.000Z']));
});
