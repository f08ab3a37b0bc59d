import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import type { HostResult, RunEvent } from '../../src/model/event.ts';
import { lostRuns } from '../../src/report/records/lost.ts';
import { openRecord } from '../../src/report/records/record.ts';
import { aHost, aPlan, aResult, aSummary, at, runStarted } from './support/build.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fleetwright-lost-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const plan = aPlan([aHost('a'), aHost('b')]);
const older = '20261121T221500Z-aaaa';
const newer = '20261121T231500Z-aaaa';

/** Records a run; without an end it is one whose controller was killed. */
async function record(id: string, results: readonly HostResult[], ending: 'ended' | 'killed'): Promise<void> {
  const opened = await openRecord(root, { id, plan }, () => undefined);
  if (typeof opened === 'string') throw new Error(opened);
  const events: readonly RunEvent[] = [
    runStarted(plan),
    ...['a', 'b'].map((host) => at(1, { type: 'host-started', host })),
    ...results.map((result) => at(2, { type: 'host-finished', result })),
  ];
  for (const event of events) opened.sink.emit(event);
  if (ending === 'killed') {
    await opened.sink.close();
    return;
  }
  const times = { started: '2026-11-21T22:15:00Z', finished: '2026-11-21T22:15:02Z' };
  const about = { format: 1, run: id, plan: plan.id, command: ['apply'], ...times } as const;
  expect(await opened.finish({ ...about, summary: aSummary(results), hosts: results })).toBeUndefined();
}

test('hosts that were lost, or not heard of when the controller was killed, are asked for; others not', async () => {
  await record(older, [aResult('a', { outcome: 'lost' }), aResult('b', { outcome: 'changed' })], 'ended');
  await record(newer, [aResult('a', { outcome: 'changed' })], 'killed');
  const lost = await lostRuns(root);
  expect([lost.of('a'), lost.of('b'), lost.of('c')]).toEqual([[older], [newer], []]);
});

test('what was heard is asked for until it is kept, and then no more', async () => {
  await record(older, [aResult('a', { outcome: 'lost' }), aResult('b', { outcome: 'lost' })], 'ended');
  const lost = await lostRuns(root);
  lost.heard('a', older);
  expect((await lostRuns(root)).of('a')).toEqual([older]);
  expect(await lost.keep()).toBeUndefined();
  const later = await lostRuns(root);
  expect([later.of('a'), later.of('b')]).toEqual([[], [older]]);
});

test('where nothing was ever recorded nothing is lost, and nothing is written', async () => {
  const lost = await lostRuns(root);
  expect([lost.of('a'), await lost.keep()]).toEqual([[], undefined]);
});

test('a record that has gone meanwhile is a failure that is told', async () => {
  await record(older, [aResult('a', { outcome: 'lost' })], 'ended');
  const lost = await lostRuns(root);
  lost.heard('a', older);
  rmSync(join(root, '.fleetwright'), { recursive: true });
  expect(await lost.keep()).toMatch(/runs\/\S+\/told cannot be written: ENOENT/);
});
