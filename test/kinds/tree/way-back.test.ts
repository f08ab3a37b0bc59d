import { expect, test } from '@jest/globals';
import type { PlanContext } from '../../../src/kinds/kind.ts';
import type { TreeSeen } from '../../../src/kinds/tree/actual.ts';
import { compareBack } from '../../../src/kinds/tree/way-back.ts';
import type { Change } from '../../../src/model/plan.ts';
import type { Placing, Step, TreePut } from '../../../src/model/step.ts';
import { path, seen } from './support/build.ts';

const context: PlanContext = { allowCritical: false, includes: () => true };
const put = (name: string, was: string | null, more: Partial<TreePut> = {}): TreePut => {
  return { path: name, type: 'file', owner: 'root:root', mode: '0644', size: 3, modified: 9, was, ...more };
};

function back(
  placing: Partial<Placing>,
  now: TreeSeen,
  kept: Record<string, string | null> = {},
  result = 'changed',
) {
  const step = {
    ...({ do: 'place', phase: 'content', scope: 'system' } as const),
    ...{ path, key: '0'.repeat(16), from: { source: '/x' } },
    ...{ parents: [], put: [], remove: [], restarts: [], id: 's1', because: '', ...placing },
  } satisfies Step;
  const changes: readonly Change[] = [{ address: `tree${path}`, differences: [], steps: [step] }];
  const then = { result, entries: seen(kept).entries };
  const [finding] = compareBack(
    { id: 'R', changes },
    { actual: new Map([[path, now]]), kept: new Map([[path, then]]) },
    context,
  );
  const [first] = finding?.steps ?? [];
  const placed = first?.do === 'place' ? first : undefined;
  return { finding, from: placed?.from, put: placed?.put ?? [], remove: placed?.remove ?? [] };
}

test('what was added goes, what was replaced or deleted comes from what the host kept', () => {
  const done = {
    put: [
      put('new', null),
      put('a', 'f 644 root:root 3 1.5'),
      put('.', 'd 700 ann:ann', { type: 'directory' }),
    ],
    remove: [{ path: 'gone', type: 'file', was: 'f 644 root:root 4 2.5' }],
  } as const;
  const { from, ...changes } = back(done, seen({ new: 'new', a: 'now' }), { a: 'old', gone: 'gone' });
  expect(from).toEqual({ run: 'R' });
  expect(changes.remove).toEqual([{ path: 'new', type: 'file', was: 'f 644 root:root 3 9.5' }]);
  expect(changes.put).toEqual([
    { path: 'gone', type: 'file', mode: '0644', owner: 'root:root', size: 4, was: null },
    { path: 'a', type: 'file', mode: '0644', owner: 'root:root', size: 3, was: 'f 644 root:root 3 9.5' },
    { path: '.', type: 'directory', mode: '0700', owner: 'ann:ann', was: 'd 755 root:root' },
  ]);
});

test('what is back already is left alone', () => {
  const done = { put: [put('new', null), put('a', 'f 644 root:root 3 9.5')] };
  const { finding } = back(done, seen({ a: 'old' }), { a: 'old' });
  expect(finding?.steps).toEqual([]);
});

test('what others changed since is told', () => {
  const done = { put: [put('a', 'f 644 root:root 3 1.5')] };
  expect(back(done, seen({ a: 'longer' }), { a: 'old' }).finding?.warnings).toEqual([
    '/opt/app/a has been changed since run R; the way back undoes that too',
  ]);
  expect(back(done, seen({ a: 'now' }), { a: 'old' }).finding?.warnings).toEqual([]);
});

test('a run that put everything back leaves nothing to go back from', () => {
  const done = { put: [put('new', null)] };
  expect(back(done, seen({ new: 'new' }), {}, 'rolled-back').finding?.steps).toEqual([]);
});
