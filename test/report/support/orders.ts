import type { RunEvent } from '../../../src/model/event.ts';
import { aHost, aPlan, aResult, aSummary, at, converged, runStarted, steps } from './build.ts';

const plan = aPlan([aHost('a'), aHost('b'), converged('c')]);
const [write, reload, restart] = steps as [(typeof steps)[0], (typeof steps)[0], (typeof steps)[0]];

const begin = (host: string): RunEvent => at(1, { type: 'host-started', host });
const end = (host: string, more = {}): RunEvent =>
  at(9, { type: 'host-finished', result: aResult(host, more) });
const finished = at(10, { type: 'run-finished', run: 'r', summary: aSummary([aResult('a')]) });
const stepStarted = (host: string, step = write): RunEvent => at(2, { type: 'step-started', host, step });
const stepEnded = (
  host: string,
  step = write,
  state: 'done' | 'failed' | 'undone' | 'undo-failed' = 'done',
): RunEvent => at(3, { type: 'step-finished', host, step, state, seconds: 1 });

/** Orders of events that a run may have, the odd ones above all. */
export const legalOrders: readonly (readonly [string, readonly RunEvent[]])[] = [
  ['nothing at all', []],
  ['a run that ends at once', [runStarted(aPlan([])), finished]],
  ['a run that is cut off', [runStarted(plan)]],
  ['a run that is cut off in a step', [runStarted(plan), begin('a'), stepStarted('a')]],
  [
    'a host that fails before its first step',
    [runStarted(plan), begin('a'), end('a', { outcome: 'failed' }), finished],
  ],
  [
    'a host that is never begun',
    [runStarted(plan), end('a', { outcome: 'skipped' }), end('b'), end('c'), finished],
  ],
  ['a step without a beginning', [runStarted(plan), begin('a'), stepEnded('a'), end('a'), finished]],
  [
    'two hosts at once, one undone',
    [
      runStarted(plan),
      at(0, { type: 'batch-started', batch: 1, of: 2, hosts: ['a', 'b'] }),
      ...[
        begin('a'),
        begin('b'),
        stepStarted('a'),
        stepStarted('b'),
        stepEnded('b'),
        stepStarted('b', reload),
      ],
      at(3, { type: 'host-note', host: 'b', text: 'an earlier run was interrupted' }),
      ...[stepEnded('b', reload), stepStarted('b', restart), stepEnded('b', restart, 'failed')],
      ...[stepEnded('b', reload, 'undone'), stepEnded('b', write, 'undo-failed')],
      ...[
        end('b', { outcome: 'rolled-back', message: 'exited 1', journal: ['bind: in use'] }),
        stepEnded('a'),
        end('a'),
      ],
      ...[end('c', { outcome: 'unchanged' }), finished],
    ],
  ],
  ['words after a host has ended', [runStarted(plan), end('a'), stepEnded('a'), stepStarted('a'), finished]],
  ['a host that ends twice', [runStarted(plan), end('a'), end('a', { outcome: 'lost' }), finished]],
  [
    'a host that the plan does not know',
    [runStarted(plan), begin('z'), stepStarted('z'), end('z'), finished],
  ],
];
