import { expect, test } from '@jest/globals';
import { missingParents, stageOf } from '../../../src/apply/content/stage-of.ts';
import type { Placing } from '../../../src/model/step.ts';

function placing(path: string, ...parents: readonly string[]): Placing {
  const empty = { put: [], remove: [], restarts: [] };
  return { scope: 'system', path, key: 'abc', from: { source: '/x' }, parents, ...empty };
}

test.each([
  ['beside the tree', placing('/opt/app', 'd 755 root /', 'd 755 root /opt'), '/opt/.abc.fleetwright-R'],
  [
    'where the way ends',
    placing('/opt/a/b/app', 'd 755 root /', 'd 755 root /opt'),
    '/opt/.abc.fleetwright-R',
  ],
  ['in the root', placing('/data', 'd 755 root /'), '/.abc.fleetwright-R'],
  [
    'above what is another user’s, and what root has in there',
    placing(
      '/home/ann/x/app',
      'd 755 root /',
      'd 755 root /home',
      'd 700 ann /home/ann',
      'd 755 root /home/ann/x',
    ),
    '/home/.abc.fleetwright-R',
  ],
])('contents wait %s', (_, step, stage) => {
  expect(stageOf(step, 'R')).toBe(stage);
});

test('directories that the tree needs are known', () => {
  expect(missingParents(placing('/opt/a/b/app', 'd 755 root /', 'd 755 root /opt'))).toEqual([
    '/opt/a/b',
    '/opt/a',
  ]);
  expect(missingParents(placing('/opt/app', 'd 755 root /', 'd 755 root /opt'))).toEqual([]);
});
