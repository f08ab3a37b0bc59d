import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { act } from '../../src/cli/act.ts';
import type { MadePlan, Run } from '../../src/cli/made-plan.ts';
import type { Flags } from '../../src/cli/options.ts';
import { listRuns, showRun, showRunLog } from '../../src/cli/runs.ts';
import type { Plan } from '../../src/model/plan.ts';
import { aHost, aPlan, aResult, aSummary, at, converged, runStarted } from '../report/support/build.ts';
import { frame } from './support/frame.ts';
import type { TestFrame } from './support/frame.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fleetwright-act-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const plan = aPlan([aHost('web-1'), converged('web-2')]);
const id = '20261121T221500Z-aaaa';

/** A way to hosts on which everything goes as `results` say. */
function made(of: Plan = plan, results = [aResult('web-1')], code = 0): MadePlan & { readonly runs: Run[] } {
  const runs: Run[] = [];
  return {
    ...{ plan: of, root, runs },
    carryOut(run) {
      runs.push(run);
      run.sink.emit(runStarted(of));
      for (const result of results) run.sink.emit(at(1, { type: 'host-finished', result }));
      run.sink.emit(at(2, { type: 'run-finished', run: run.id, summary: aSummary(results, code) }));
      return Promise.resolve(code);
    },
    close: () => Promise.resolve(),
  };
}

const doIt = (way: MadePlan, flags: Flags, world: TestFrame): Promise<number> =>
  act({ made: way, command: ['apply', 'web.yaml'] }, flags, world);

describe('approval', () => {
  test.each([
    ['y', 1],
    [' YES ', 1],
    ['', 0],
    ['n', 0],
    ['yes please', 0],
  ])('the answer "%s" begins %i runs', async (answer, runs) => {
    const [way, world] = [made(), frame({ answers: [answer] })];
    const code = await doIt(way, {}, world);
    expect(way.runs).toHaveLength(runs);
    expect(code).toBe(runs === 1 ? 0 : 1);
    expect(world.said.err).toContain('Change 1 host? [y/N] ');
  });

  test('is refused by silence', async () => {
    const [way, world] = [made(), frame({ answers: [] })];
    expect(await doIt(way, {}, world)).toBe(1);
    expect(world.said.err).toMatch(/Nothing was changed\.\n$/);
    expect(readdirSync(root)).toEqual([]);
  });

  test('is not asked for with --yes, nor when nothing is to do', async () => {
    const [way, idle, world] = [made(), made(aPlan([converged('a')])), frame({ answers: [] })];
    expect(await doIt(way, { yes: true }, world)).toBe(0);
    expect(await doIt(idle, {}, world)).toBe(0);
    expect([way.runs.length, idle.runs.length]).toEqual([1, 0]);
    expect(world.said.err).not.toContain('[y/N]');
  });

  test('never comes to it with --check', async () => {
    const [way, world] = [made(), frame()];
    expect(await doIt(way, { check: true, detailedExitcode: true }, world)).toBe(2);
    expect(await doIt(way, { dryRun: true, yes: true }, world)).toBe(0);
    expect(way.runs).toEqual([]);
  });
});

describe('a run', () => {
  test('says what it does on stderr, and what came of it on stdout', async () => {
    const world = frame();
    const failed = aResult('web-1', { outcome: 'failed', message: 'exited 1' });
    expect(await doIt(made(plan, [failed], 3), { yes: true }, world)).toBe(3);
    expect(world.said.err).toContain('22:15:01 web-1: failed: exited 1\n');
    expect(world.said.out).toMatch(/^! web-1 failed\n {4}exited 1\n/);
  });

  test('with --json is a stream of events and nothing else', async () => {
    const world = frame();
    await doIt(made(), { yes: true, json: true }, world);
    const events = world.said.out
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { type: string }).type);
    expect(events).toEqual(['run-started', 'host-finished', 'run-finished']);
    expect(world.said.err).toBe('');
  });

  test('with --json is one even when nothing is to do, and is not recorded', async () => {
    const world = frame();
    await doIt(made(aPlan([converged('a')]), []), { yes: true, json: true }, world);
    expect(world.said.out).toMatch(/^\{.*"type":"run-started".*\}\n\{.*"type":"run-finished".*\}\n$/);
    expect(readdirSync(root)).toEqual([]);
  });

  test('with -q says nothing when all went well', async () => {
    const world = frame();
    await doIt(made(), { yes: true, quiet: true }, world);
    expect(world.said).toEqual({ out: '', err: '' });
  });

  test('does not begin when its record cannot be kept', async () => {
    writeFileSync(join(root, '.fleetwright'), 'in the way');
    const [way, world] = [made(), frame()];
    expect(await doIt(way, { yes: true }, world)).toBe(1);
    expect(way.runs).toEqual([]);
    expect(world.said.err).toMatch(/^error: the run cannot be recorded in /);
  });

  test('whose result cannot be kept is not a success', async () => {
    const way = made();
    const spoiled: MadePlan = {
      ...way,
      carryOut: (run) => {
        rmSync(join(root, '.fleetwright'), { recursive: true });
        return way.carryOut(run);
      },
    };
    const world = frame();
    expect(await doIt(spoiled, { yes: true }, world)).toBe(1);
    expect(world.said.err).toMatch(/error: the run's result cannot be recorded/);
  });

  test('does not begin when what comes before it refuses', async () => {
    const way = made();
    const code = await act(
      { made: way, command: [], begin: () => Promise.resolve(7) },
      { yes: true },
      frame(),
    );
    expect([code, way.runs.length]).toEqual([7, 0]);
    expect(readdirSync(join(root, '.fleetwright', 'runs'))).toEqual([]);
  });
});

describe('a recorded run', () => {
  const world = (): TestFrame => frame({ cwd: root });
  beforeEach(async () => {
    await doIt(made(), { yes: true }, frame());
  });

  test('keeps what was typed, and how the hosts came out', () => {
    const result = readFileSync(join(root, '.fleetwright', 'runs', id, 'result.json'), 'utf8');
    expect(JSON.parse(result)).toMatchObject({
      run: id,
      plan: plan.id,
      command: ['apply', 'web.yaml'],
      hosts: [{ host: 'web-1' }],
    });
  });

  test('is in the list', async () => {
    const [text, json] = [world(), world()];
    expect(await listRuns([], {}, text)).toBe(0);
    expect(text.said.out).toBe(`${id}  apply web.yaml  1 changed in 2 s\n`);
    await listRuns([], { json: true }, json);
    expect(JSON.parse(json.said.out)).toMatchObject({
      format: 1,
      runs: [{ run: id, summary: { exitCode: 0 } }],
    });
    expect(json.said.out).not.toContain('"hosts"');
  });

  test('can be shown', async () => {
    const [text, json] = [world(), world()];
    expect(await showRun(['2026'], {}, text)).toBe(0);
    expect(text.said.out).toContain('command   fleetwright apply web.yaml\n');
    expect(text.said.out).toContain('✓ web-1 changed, 3 steps in 1.5 s\n');
    await showRun([], { json: true }, json);
    expect(JSON.parse(json.said.out)).toMatchObject({
      run: id,
      hosts: [{ host: 'web-1', outcome: 'changed' }],
    });
  });

  test('tells again what it said', async () => {
    const [text, json] = [world(), world()];
    expect(await showRunLog(['last'], {}, text)).toBe(0);
    expect(text.said.out).toBe(
      `22:15:00 run ${id}: 1 host to change\n22:15:01 web-1: changed\n22:15:02 run ${id}: ended after 2 s, exit code 0\n`,
    );
    await showRunLog(['last'], { json: true }, json);
    expect(json.said.out.split('\n')).toHaveLength(4);
  });

  test('that was killed is shown as far as it came', async () => {
    rmSync(join(root, '.fleetwright', 'runs', id, 'result.json'));
    const text = world();
    expect(await showRun([], {}, text)).toBe(0);
    expect(text.said.out).toContain(`! ${id} has not finished`);
    expect(text.said.out).toContain('✓ web-1 changed');
  });

  test('that is not there is an error', async () => {
    const text = world();
    expect(await showRun(['1999'], {}, text)).toBe(1);
    expect(text.said.err).toBe(`error: there is no run 1999; the last one is ${id}\n`);
  });
});
