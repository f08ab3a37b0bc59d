import { afterEach, expect, jest, test } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { down } from '../../src/sandbox/down.ts';
import { placesOf } from '../../src/sandbox/places.ts';
import { keepers } from '../../src/sandbox/processes.ts';
import { up } from '../../src/sandbox/up.ts';
import { leftovers } from './support/leftovers.ts';
import { whyNoFleet } from './support/why-no-fleet.ts';

const name = `test-${process.pid}-killed`;
const words = [`/${name}/`, name, placesOf(name).bridge];
const nothing = { processes: [], mounts: [], namespaces: [], links: [], groups: [], directories: [] };
const built = fileURLToPath(new URL('../../dist/sandbox.js', import.meta.url));
const onProgress = (): void => undefined;

jest.setTimeout(120_000);
afterEach(() => down(name));

/** Starts a sandbox in another process, from the built program, and kills that after a while. */
async function startAndKill(milliseconds: number): Promise<void> {
  expect(whyNoFleet()).toBeUndefined();
  const script = `import { up } from '${built}'; await up({ name: '${name}', count: 3, onProgress() {} })`;
  const child = execa(process.execPath, ['--input-type=module', '--eval', script], { reject: false });
  await sleep(milliseconds);
  child.kill('SIGKILL');
  // Killed, or done before that; but not failed, as where nothing has been built.
  expect((await child).exitCode ?? 0).toBe(0);
}

test.each([200, 300, 400, 500, 700, 1000])(
  'a start killed after %i ms is removed whole',
  async (milliseconds) => {
    await startAndKill(milliseconds);
    await down(name);
    expect(await leftovers(words)).toEqual(nothing);
  },
);

test('a start after a killed one begins anew', async () => {
  await startAndKill(600);
  const sandbox = await up({ name, count: 1, onProgress });
  expect(sandbox.hosts).toHaveLength(1);
  await expect(up({ name, count: 1, onProgress })).rejects.toThrow('is there already');
});

test('hosts whose keepers were killed are removed whole', async () => {
  await up({ name, count: 2, onProgress });
  for (const pid of [...(await keepers(placesOf(name))).values()].flat()) process.kill(pid, 'SIGKILL');
  await down(name);
  expect(await leftovers(words)).toEqual(nothing);
});

test('two starts at once: one is refused, the other is whole', async () => {
  const starts = await Promise.allSettled([1, 2].map(() => up({ name, count: 1, onProgress })));
  expect(starts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('an interrupted start leaves nothing', async () => {
  const interruption = new AbortController();
  const stopWhenBooting = (line: string): void => {
    if (line.startsWith('booting')) interruption.abort();
  };
  const start = up({ name, count: 2, onProgress: stopWhenBooting, signal: interruption.signal });
  await expect(start).rejects.toThrow('interrupted');
  expect(await leftovers(words)).toEqual(nothing);
});
