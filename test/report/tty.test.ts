import { describe, expect, test } from '@jest/globals';

import type { RunEvent } from '../../src/model/event.ts';
import { boardRows } from '../../src/report/progress-board.ts';
import { paint } from '../../src/report/paint.ts';
import { followRun } from '../../src/report/run-progress.ts';
import { ttyView } from '../../src/report/tty.ts';
import { aHost, aPlan, aResult, at, converged, runStarted, steps } from './support/build.ts';
import { screen } from './support/screen.ts';

const clock = (seconds: number): number => Date.UTC(2026, 10, 21, 22, 15, 0) + seconds * 1000;
const going = { height: 4, over: false, stopping: false };

function rows(events: readonly RunEvent[], seconds: number, shape = going, width = 80): readonly string[] {
  const run = followRun();
  for (const event of events) run.heed(event);
  const style = { width, paint: paint(false), now: clock(seconds) };
  return boardRows(run.progress, shape, style).map(({ title }) => title);
}

const hosts = ['web-1', 'web-2', 'db'].map((host) => aHost(host));
const started = runStarted(aPlan([...hosts, converged('ok')]));
const working = [
  started,
  at(1, { type: 'host-started', host: 'web-1' }),
  at(2, { type: 'step-started', host: 'web-1', step: steps[0]! }),
  at(3, { type: 'step-finished', host: 'web-1', step: steps[0]!, state: 'done', seconds: 1 }),
  at(4, { type: 'step-started', host: 'web-1', step: steps[2]! }),
];

describe('the board', () => {
  test('shows hosts at work with their step and its time, and counts the others', () => {
    expect(rows(working, 9.9)).toEqual([
      'web-1   1/3  restart web.service  5 s',
      '',
      '',
      '0 of 3 hosts done, 1 running, 2 waiting',
    ]);
  });

  test('shows how a host came out, whole or cut to the width', () => {
    const message = 'restart web.service: exited 1, see its journal';
    const failed = at(9, { type: 'host-finished', result: aResult('web-1', { outcome: 'failed', message }) });
    expect(rows([...working, failed], 9)[0]).toBe(
      'web-1 failed: restart web.service: exited 1, see its journal  1.5 s',
    );
    expect(rows([...working, failed], 9, going, 30)[0]).toBe('web-1 failed: restart…  1.5 s');
    expect(rows([...working, failed], 9)[3]).toBe('1 of 3 hosts done, 2 waiting, 1 in trouble');
  });

  test('shows the step that must have begun when one has ended', () => {
    const ended = (step: number): RunEvent =>
      at(5, { type: 'step-finished', host: 'web-1', step: steps[step]!, state: 'done', seconds: 1 });
    expect(rows([...working.slice(0, 3), ended(0)], 5)[0]).toBe('web-1   1/3  daemon-reload');
    expect(rows([...working, ended(2)], 5)[0]).toBe('web-1   2/3  finishing');
  });

  test('says that a step is undone', () => {
    const undone = at(5, {
      type: 'step-finished',
      host: 'web-1',
      step: steps[0]!,
      state: 'undone',
      seconds: 1,
    });
    expect(rows([...working, undone], 5)[0]).toBe(
      'web-1   1/3  undoing: write /etc/systemd/system/web.service',
    );
  });

  test('says that it stops when asked to', () => {
    expect(rows(working, 5, { ...going, stopping: true }).at(-1)).toContain('Ctrl-C again');
  });

  test('of a large fleet has as many rows always: trouble, then those at work the longest, then a counter', () => {
    const fleet = Array.from({ length: 1000 }, (_, i) => `h${i}`);
    const events: RunEvent[] = [runStarted(aPlan(fleet.map((host) => aHost(host))))];
    for (const [i, host] of fleet.slice(0, 40).entries()) events.push(at(i, { type: 'host-started', host }));
    events.push(
      at(50, { type: 'host-finished', result: aResult('h0', { outcome: 'lost', message: 'cut' }) }),
    );
    const shown = rows(events, 60);
    expect(shown).toHaveLength(8 + 4 + 1);
    expect(shown.filter((title) => title !== '')).toEqual([
      'h0   connection lost, goes on by itself: cut  1.5 s',
      'h1     0/3  connecting  59 s',
      'h2     0/3  connecting  58 s',
      'h3     0/3  connecting  57 s',
      'h4     0/3  connecting  56 s',
      '1 of 1000 hosts done, 39 running, 960 waiting, 1 in trouble',
    ]);
  });
});

describe('listr2 as its view', () => {
  const view = (on: ReturnType<typeof screen>): ReturnType<typeof ttyView> =>
    ttyView({ stream: on.stream, colour: false, now: () => clock(9), stop: new AbortController().signal });

  test('leaves the outcome of each host on the screen, failures with a cross', async () => {
    const on = screen();
    const board = view(on);
    for (const event of working) board.emit(event);
    board.emit(at(8, { type: 'host-finished', result: aResult('web-1') }));
    board.emit(
      at(8, { type: 'host-finished', result: aResult('db', { outcome: 'unreachable', message: 'refused' }) }),
    );
    await board.close();
    const last = on
      .text()
      .split('\n')
      .map((line) => line.trimEnd())
      .filter((line) => line !== '')
      .slice(-2);
    expect(last).toEqual(['✔ web-1 changed, 3 steps  1.5 s', '✖ db    unreachable: refused  1.5 s']);
  });

  test('handles no signal: that is for main alone', async () => {
    const before = process.listenerCount('SIGINT');
    const board = view(screen());
    board.emit(started);
    expect(process.listenerCount('SIGINT')).toBe(before);
    await board.close();
  });

  test('closes twice, and gives the stream back', async () => {
    const on = screen();
    const board = view(on);
    board.emit(started);
    await board.close();
    await board.close();
    on.stream.write('after');
    expect(on.text()).toMatch(/after$/);
  });
});
