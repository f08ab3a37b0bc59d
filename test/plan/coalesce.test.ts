import { describe, expect, test } from '@jest/globals';
import { coalesce } from '../../src/plan/coalesce.ts';
import type { Phase } from '../../src/model/phase.ts';
import type { Act, ProposedStep, Scope } from '../../src/model/step.ts';

const because = '';
const write = (path: string, scope: Scope = 'system'): ProposedStep => ({
  ...{ do: 'write', phase: 'files', scope, path, content: '', mode: '0644', owner: '', was: null, because },
});
const verb = (
  phase: Phase,
  act: Extract<Act, { unit: string }>['do'],
  unit: string,
  scope: Scope = 'system',
): ProposedStep => ({ do: act, phase, scope, unit, because }) as ProposedStep;
const reload = (scope: Scope = 'system'): ProposedStep => ({
  do: 'daemon-reload',
  phase: 'reload',
  scope,
  because,
});
const linger = (user: string): ProposedStep => ({
  do: 'linger',
  phase: 'retire',
  scope: `user:${user}`,
  user,
  because,
});

/** Steps of several owners → `OWNER DO WHAT` lines. */
function merged(...owners: readonly (readonly ProposedStep[])[]): readonly string[] {
  const owned = owners.flatMap((steps, owner) => steps.map((step) => ({ owner, step })));
  return coalesce(owned).map(({ owner, step }) => {
    const what = 'unit' in step ? step.unit : 'path' in step ? step.path : step.scope;
    return `${owner} ${step.do} ${what}`;
  });
}

test('each manager reloads once, for the first who asks', () => {
  expect(
    merged(
      [write('/a'), reload()],
      [write('/b'), reload()],
      [write('/c', 'user:bob'), reload('user:bob')],
      [reload('user:bob'), reload()],
    ),
  ).toEqual(['0 write /a', '1 write /b', '2 write /c', '0 daemon-reload system', '2 daemon-reload user:bob']);
});

test('phases come in their order, and within one the order in which steps were proposed', () => {
  expect(
    merged(
      [
        verb('health', 'health', 'a'),
        verb('start', 'start', 'a'),
        reload(),
        verb('enablement', 'enable', 'a'),
        write('/a'),
      ],
      [verb('stop', 'stop', 'b'), verb('retire', 'disable', 'c'), verb('verify', 'verify', 'b'), write('/b')],
    ),
  ).toEqual([
    ...['1 verify b', '1 disable c', '0 write /a', '1 write /b', '0 enable a', '0 daemon-reload system'],
    ...['1 stop b', '0 start a', '0 health a'],
  ]);
});

test('what one resource stops for good, no other has restarted or watched', () => {
  const tree = [verb('start', 'restart', 'a'), verb('health', 'health', 'a'), verb('start', 'restart', 'b')];
  expect(merged([verb('stop', 'stop', 'a')], tree)).toEqual(['0 stop a', '1 restart b']);
  expect(merged([verb('retire', 'stop', 'a')], tree)).toEqual(['0 stop a', '1 restart b']);
  expect(merged([verb('retire', 'stop', 'a'), verb('start', 'start', 'a')], tree)).toEqual([
    ...['0 stop a', '0 start a', '1 restart b', '1 health a'],
  ]);
});

describe('several jobs for one unit', () => {
  const job = (act: Parameters<typeof verb>[1]) => [verb('start', act, 'a')];

  test.each([
    ['reload', 'restart', '1 restart a'],
    ['restart', 'reload', '0 restart a'],
    ['reload', 'reload-or-restart', '1 reload-or-restart a'],
    ['try-restart', 'restart', '1 restart a'],
    ['restart', 'start', '1 start a'],
    ['restart', 'restart', '0 restart a'],
    ['start', 'try-restart', '0 start a'],
  ] as const)('%s and %s', (one, other, left) => {
    expect(merged(job(one), job(other))).toEqual([left]);
  });

  test('a stop is stronger than all', () => {
    expect(merged(job('start'), [verb('stop', 'stop', 'a')])).toEqual(['1 stop a']);
  });

  test('what is stopped while its file goes may be started again', () => {
    expect(merged([verb('retire', 'stop', 'a')], job('start'))).toEqual(['0 stop a', '1 start a']);
  });

  test('units of two managers are two', () => {
    expect(merged(job('start'), [verb('start', 'start', 'a', 'user:bob')])).toHaveLength(2);
  });
});

test('a file is written once, by its first owner', () => {
  expect(merged([write('/a')], [write('/a')], [write('/a', 'user:bob')])).toEqual([
    '0 write /a',
    '2 write /a',
  ]);
});

test('a user is made to stay once', () => {
  expect(merged([linger('bob')], [linger('bob'), linger('ann')])).toEqual([
    '0 linger user:bob',
    '1 linger user:ann',
  ]);
});

test('of a unit’s links the last word holds, where it was said', () => {
  const [enableA, disableB] = [verb('enablement', 'enable', 'a'), verb('enablement', 'disable', 'b')];
  expect(merged([disableB], [enableA, disableB])).toEqual(['1 enable a', '1 disable b']);
});

test('health is asked for once', () => {
  const health = verb('health', 'health', 'a');
  expect(merged([health], [health])).toEqual(['0 health a']);
});

test('nothing comes of nothing', () => {
  expect(coalesce([])).toEqual([]);
});
