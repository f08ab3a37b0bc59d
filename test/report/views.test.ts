import { describe, expect, test } from '@jest/globals';

import type { EventSink, RunEvent } from '../../src/model/event.ts';
import { gather } from '../../src/report/gather.ts';
import { jsonView } from '../../src/report/json.ts';
import { linesView } from '../../src/report/lines.ts';
import { quietView } from '../../src/report/quiet.ts';
import { tee } from '../../src/report/tee.ts';
import { ttyView } from '../../src/report/tty.ts';
import { aHost, aPlan, aResult, at, runStarted, steps } from './support/build.ts';
import { legalOrders } from './support/orders.ts';
import { screen } from './support/screen.ts';

const stop = new AbortController().signal;
const now = (): number => Date.UTC(2026, 10, 21, 22, 15, 4);
const views: readonly (readonly [string, () => EventSink])[] = [
  ['lines', () => linesView(() => undefined, 2)],
  ['the board', () => ttyView({ stream: screen().stream, colour: true, now, stop })],
  ['the board of a fleet', () => fleetBoard()],
  ['JSON', () => jsonView(() => undefined)],
  ['quiet', () => quietView],
  [
    'all of them',
    () =>
      tee(
        linesView(() => undefined, 0),
        jsonView(() => undefined),
        gather().sink,
      ),
  ],
];

/** Every order again, with so many hosts that the board shows only some. */
function fleetBoard(): EventSink {
  const view = ttyView({ stream: screen().stream, colour: false, now, stop });
  const many = Array.from({ length: 50 }, (_, i) => aHost(`x${i}`));
  return {
    ...view,
    emit: (event: RunEvent) =>
      view.emit(
        event.type === 'run-started' ? { ...event, plan: aPlan([...event.plan.hosts, ...many]) } : event,
      ),
  };
}

describe.each(views)('%s', (_name, makeView) => {
  test.each(legalOrders)('takes %s, and closes', async (_order, events) => {
    const view = makeView();
    for (const event of events) view.emit(event);
    await view.close();
  });
});

describe('lines', () => {
  const lines = (events: readonly RunEvent[], verbose = 0): readonly string[] => {
    const written: string[] = [];
    const view = linesView((text) => written.push(text), verbose);
    for (const event of events) view.emit(event);
    return written;
  };

  test('tell what ended, with time and host', () => {
    const [write] = steps;
    expect(
      lines([
        runStarted(aPlan([aHost('a')])),
        at(1, { type: 'host-started', host: 'a' }),
        at(1, { type: 'step-started', host: 'a', step: write! }),
        at(2, { type: 'step-finished', host: 'a', step: write!, state: 'done', seconds: 0.01 }),
        at(3, {
          type: 'step-finished',
          host: 'a',
          step: write!,
          state: 'failed',
          seconds: 1.2,
          message: 'disk full\u001b',
        }),
        at(4, {
          type: 'host-finished',
          result: aResult('a', { outcome: 'rolled-back', message: 'disk full' }),
        }),
      ]),
    ).toEqual([
      '22:15:00 run 20261121T221500Z-aaaa: 1 host to change\n',
      '22:15:02 a: write /etc/systemd/system/web.service\n',
      '22:15:03 a: FAILED write /etc/systemd/system/web.service (1.2 s): disk full\\x1b\n',
      '22:15:04 a: failed, rolled back: disk full\n',
    ]);
  });

  test('tell beginnings too, the more -v there are', () => {
    const events = [
      at(1, { type: 'host-started', host: 'a' }),
      at(1, { type: 'step-started', host: 'a', step: steps[0]! }),
    ];
    expect([0, 1, 2].map((verbose) => lines(events, verbose).length)).toEqual([0, 1, 2]);
  });
});

describe('JSON', () => {
  test('is the events, one a line, the format first, safe on a terminal', () => {
    const written: string[] = [];
    const view = jsonView((text) => written.push(text));
    const events = [
      runStarted(aPlan([])),
      at(1, { type: 'host-note', host: 'a', text: '\u001b\u009b\u202e\u2028\u{e0041}\ud800' }),
    ];
    for (const event of events) view.emit(event);
    expect(written.map((line) => JSON.parse(line) as unknown)).toEqual(events);
    expect(JSON.parse(written[0]!)).toMatchObject({ type: 'run-started', format: 1 });
    expect(written[1]).toMatch(/^[\u0020-\u007e]*\n$/);
  });
});

describe('tee', () => {
  test('closes every sink although one cannot be closed, and says so', async () => {
    let closed = false;
    const bad: EventSink = { emit: () => undefined, close: () => Promise.reject(new Error('no')) };
    const good: EventSink = {
      emit: () => undefined,
      close: async () => void (closed = await Promise.resolve(true)),
    };
    await expect(tee(bad, good).close()).rejects.toThrow('no');
    expect(closed).toBe(true);
  });
});
