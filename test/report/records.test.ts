import {
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { claimPlan } from '../../src/report/records/claim.ts';
import { journalOn } from '../../src/report/records/journal.ts';
import { projectRoot } from '../../src/report/records/project-root.ts';
import { findRun, readEvents, readRuns } from '../../src/report/records/read.ts';
import { openRecord } from '../../src/report/records/record.ts';
import type { RunResult } from '../../src/report/records/result.ts';
import { runId } from '../../src/report/records/run-id.ts';
import { savePlan } from '../../src/report/records/saved-plan.ts';
import { aHost, aPlan, aResult, aSummary, at, runStarted } from './support/build.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fleetwright-records-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const plan = aPlan([aHost('a')]);
const mode = (...path: readonly string[]): string => (statSync(join(root, ...path)).mode & 0o777).toString(8);
const ignoreFailure = (): void => undefined;
const resultOf = (run: string): RunResult => ({
  ...{ format: 1, run, plan: plan.id, command: ['apply', 'web.yaml'] },
  ...{ started: '2026-11-21T22:15:00Z', finished: '2026-11-21T22:15:02Z' },
  summary: aSummary([aResult('a')]),
  hosts: [aResult('a')],
});

async function recorded(id: string): Promise<void> {
  const record = await openRecord(root, { id, plan }, ignoreFailure);
  if (typeof record === 'string') throw new Error(record);
  record.sink.emit(runStarted(plan));
  expect(await record.finish(resultOf(id))).toBeUndefined();
}

test('an id sorts by time, and differs within a second', () => {
  const now = new Date(Date.UTC(2026, 10, 21, 22, 15, 0, 987));
  expect(runId(now, Uint8Array.of(0x4f, 0x2a))).toBe('20261121T221500Z-4f2a');
});

describe('the record of a run', () => {
  const id = '20261121T221500Z-aaaa';

  test('has the plan, every event and the result, for its owner only', async () => {
    await recorded(id);
    const dir = join('.fleetwright', 'runs', id);
    expect(readdirSync(join(root, dir)).sort()).toEqual(['events.ndjson', 'plan.json', 'result.json']);
    expect(['.fleetwright', '.fleetwright/runs', dir].map((path) => mode(path))).toEqual([
      '700',
      '700',
      '700',
    ]);
    for (const file of readdirSync(join(root, dir))) expect(mode(dir, file)).toBe('600');
    expect(JSON.parse(readFileSync(join(root, dir, 'plan.json'), 'utf8'))).toEqual(plan);
    expect(JSON.parse(readFileSync(join(root, dir, 'result.json'), 'utf8'))).toEqual(resultOf(id));
  });

  test('is ignored by git, although nobody told it to', async () => {
    await recorded(id);
    expect(readFileSync(join(root, '.fleetwright', '.gitignore'), 'utf8')).toBe('*\n');
  });

  test('gives its events back, but for a last line that was cut', async () => {
    await recorded(id);
    const file = join(root, '.fleetwright', 'runs', id, 'events.ndjson');
    writeFileSync(file, '{"type":"run-fin', { flag: 'a' });
    const [run] = await readRuns(root);
    const events = [];
    for await (const event of readEvents(run!)) events.push(event);
    expect(events).toEqual([runStarted({ ...plan, hosts: [] })]);
  });

  test('that cannot be begun says why, and the run must not begin', async () => {
    writeFileSync(join(root, '.fleetwright'), 'a file in the way');
    expect(await openRecord(root, { id, plan }, ignoreFailure)).toMatch(
      /^the run cannot be recorded in .*not a directory/,
    );
  });

  test('is never written over', async () => {
    await recorded(id);
    expect(await openRecord(root, { id, plan }, ignoreFailure)).toMatch(
      /^the run cannot be recorded in .*EEXIST/,
    );
  });

  test('without a result is a run that has not finished', async () => {
    const record = await openRecord(root, { id, plan }, ignoreFailure);
    expect(typeof record).toBe('object');
    expect(await readRuns(root)).toEqual([{ id, dir: join(root, '.fleetwright', 'runs', id) }]);
    if (typeof record === 'object') await record.sink.close();
  });

  test('goes when a hundred newer ones are there', async () => {
    const ids = Array.from({ length: 102 }, (_, i) => `20261121T22${String(i).padStart(4, '0')}Z-aaaa`);
    for (const one of ids) mkdirSync(join(root, '.fleetwright', 'runs', one), { recursive: true });
    mkdirSync(join(root, '.fleetwright', 'runs', 'of-somebody-else'));
    await recorded('20261122T000000Z-aaaa');
    const left = readdirSync(join(root, '.fleetwright', 'runs')).sort();
    expect(left).toHaveLength(101);
    expect(left[0]).toBe(ids[3]);
    expect(left.at(-1)).toBe('of-somebody-else');
  });
});

describe('a journal on a full disk', () => {
  test('tells it once, and does not throw', async () => {
    const told: unknown[] = [];
    const journal = journalOn(openSync('/dev/full', 'w'), (error) => told.push(error), String);
    journal.emit(at(0, { type: 'host-note', host: 'a', text: 'x' }));
    await journal.close();
    expect(told).toEqual([expect.objectContaining({ code: 'ENOSPC' })]);
    expect(journal.failure()).toMatch(/ENOSPC/);
  });
});

describe('a run that a person names', () => {
  const ids = ['20261121T221500Z-aaaa', '20261121T221501Z-bbbb', '20261122T000000Z-cccc'];
  beforeEach(async () => {
    for (const id of ids) await recorded(id);
  });

  test('is found by its id, the start of it, or as the last', async () => {
    for (const [asked, id] of [
      [ids[0]!, ids[0]],
      ['20261122', ids[2]],
      ['last', ids[2]],
    ] as const) {
      expect(await findRun(root, asked)).toMatchObject({ id });
    }
  });

  test('must be one', async () => {
    expect(await findRun(root, '20261121')).toBe(`20261121 could be ${ids[1]}, ${ids[0]}`);
    expect(await findRun(root, 'x')).toBe(`there is no run x; the last one is ${ids[2]}`);
    expect(await findRun(join(root, 'elsewhere'), 'last')).toMatch(/^no run is recorded in/);
  });
});

describe('a saved plan', () => {
  test('is for its owner only, and replaces an older one whole', async () => {
    writeFileSync(join(root, 'p.json'), 'old', { mode: 0o644 });
    expect(await savePlan(plan, 'p.json', root)).toBeUndefined();
    expect(mode('p.json')).toBe('600');
    expect(JSON.parse(readFileSync(join(root, 'p.json'), 'utf8'))).toEqual(plan);
    expect(readdirSync(root)).toEqual(['p.json']);
  });

  test('that cannot be saved says why', async () => {
    expect(await savePlan(plan, 'no/p.json', root)).toMatch(
      /^the plan cannot be saved to no\/p.json: ENOENT/,
    );
  });

  test('is applied once', async () => {
    const claim = { at: '2026-11-21T22:15:00.000Z', run: 'r1' };
    expect(await claimPlan(root, plan.id, claim)).toBe('ours');
    expect(await claimPlan(root, plan.id, { at: 'later', run: 'r2' })).toEqual(claim);
    expect(mode('.fleetwright', 'applied', plan.id)).toBe('600');
  });

  test('is used even where its mark was cut short', async () => {
    await claimPlan(root, plan.id, { at: 'now', run: 'r1' });
    writeFileSync(join(root, '.fleetwright', 'applied', plan.id), '');
    expect(await claimPlan(root, plan.id, { at: 'later', run: 'r2' })).toMatchObject({ run: 'unknown' });
  });
});

describe('records are kept', () => {
  const make = (...path: readonly string[]): string => {
    const dir = join(root, ...path);
    mkdirSync(dir, { recursive: true });
    return dir;
  };

  test('beside the nearest fleetwright.yaml within the repository', () => {
    make('repo', '.git');
    const plays = make('repo', 'fleet', 'playbooks');
    writeFileSync(join(root, 'repo', 'fleet', 'fleetwright.yaml'), '');
    writeFileSync(join(root, 'fleetwright.yaml'), '');
    expect(projectRoot(plays)).toBe(join(root, 'repo', 'fleet'));
    expect(projectRoot('/', join(plays, 'web.yaml'))).toBe(join(root, 'repo', 'fleet'));
  });

  test("else in the root of the playbook's repository", () => {
    make('repo', '.git');
    expect(projectRoot(root, join(make('repo', 'playbooks'), 'web.yaml'))).toBe(join(root, 'repo'));
  });

  test('else in the current directory; nothing above it is looked at', () => {
    writeFileSync(join(root, 'fleetwright.yaml'), '');
    const here = make('here');
    expect(projectRoot(here)).toBe(here);
    expect(projectRoot(here, '../elsewhere/web.yaml')).toBe(here);
  });
});

test('a directory that cannot be made is a failure that is told', async () => {
  writeFileSync(join(root, '.fleetwright'), 'a file in its place');
  expect(await openRecord(root, { id: '20261121T221500Z-aaaa', plan }, ignoreFailure)).toMatch(
    /ENOTDIR|EEXIST/,
  );
});
