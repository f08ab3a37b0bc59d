import { expect, test } from '@jest/globals';
import type { Host } from '../../src/model/host.ts';
import { reach } from './support/lab.ts';
import { limits, script, seen } from './support/result.ts';

const here: Host = { name: 'here', connection: 'local', become: 'none', vars: {} };

test('a script runs on this machine, without a way to it', async () => {
  const line = await reach(here, {});
  const result = await line.run(script('echo out; echo err >&2; cat; exit 5'));
  expect(seen(result)).toEqual({ type: 'exited', code: 5, stdout: 'out\n', stderr: 'err\n' });
  expect(line.way).toBeUndefined();
});

test('a script that is given up ends', async () => {
  const line = await reach(here, {});
  const pid = (result: Record<string, unknown>): number => Number(result['stdout']);
  const alive = (process_: number): boolean => {
    try {
      return process.kill(process_, 0);
    } catch {
      return false;
    }
  };
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 200);
  const given = [
    script('echo $$; exec sleep 60', { signal: stop.signal }),
    script('echo $$; exec sleep 60', { limits: { ...limits, idleMs: 200 } }),
  ];
  const results = await Promise.all(given.map(async (one) => seen(await line.run(one))));
  expect(results.map(({ type }) => type)).toEqual(['aborted', 'timeout']);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(results.map(pid).map(alive)).toEqual([false, false]);
});

test('a shell that dies by a signal has not run to its end', async () => {
  const line = await reach(here, {});
  expect(await line.run(script('kill -9 $$'))).toMatchObject({
    type: 'lost',
    message: expect.stringContaining('SIGKILL'),
  });
});
