import { expect, test } from '@jest/globals';
import { eachHost } from '../../src/hosts/each-host.ts';
import type { Settled } from '../../src/hosts/each-host.ts';

async function go(
  hosts: Iterable<number>,
  forks: number,
  work: (host: number) => Promise<number>,
  signal?: AbortSignal,
) {
  const results = new Map<number, Settled<number>>();
  const settled = (host: number, result: Settled<number>): unknown => results.set(host, result);
  await eachHost(hosts, work, { forks, settled, ...(signal && { signal }) });
  return results;
}

test('no more than so many hosts are worked on at a time, and all are', async () => {
  let under = 0;
  let most = 0;
  const results = await go(Array.from({ length: 50 }).keys(), 8, async (host) => {
    most = Math.max(most, ++under);
    await new Promise((resolve) => setTimeout(resolve, host % 3));
    under--;
    return host * 2;
  });
  expect(most).toBe(8);
  expect(results.size).toBe(50);
  expect(results.get(7)).toEqual({ type: 'done', value: 14 });
});

test('a host whose work breaks stops no other', async () => {
  const results = await go([1, 2, 3], 1, (host) =>
    host === 2 ? Promise.reject(new Error('bug')) : Promise.resolve(host),
  );
  expect([...results.values()].map(({ type }) => type)).toEqual(['done', 'broke', 'done']);
});

test('once interrupted no further host begins, and the others are told as skipped', async () => {
  const stop = new AbortController();
  const work = (host: number): Promise<number> => {
    if (host === 2) stop.abort();
    return Promise.resolve(host);
  };
  const results = await go([1, 2, 3, 4], 1, work, stop.signal);
  expect([...results.values()].map(({ type }) => type)).toEqual(['done', 'done', 'skipped', 'skipped']);
});

test('ten thousand hosts are taken from their source as they are worked on', async () => {
  let taken = 0;
  let done = 0;
  let ahead = 0;
  function* many(): Generator<number> {
    for (; taken < 10_000; taken++) yield taken;
  }
  const work = (): Promise<void> => {
    ahead = Math.max(ahead, taken - done);
    return Promise.resolve();
  };
  await eachHost(many(), work, { forks: 16, settled: () => done++ });
  expect(ahead).toBeLessThanOrEqual(16);
  expect(done).toBe(10_000);
});
