import { expect, test } from '@jest/globals';
import { fingerprint } from '../../src/plan/fingerprint.ts';

test('equal facts have equal fingerprints, in whatever order they were seen', () => {
  const one = { 'unit/a': { links: ['x', 'y'], active: true, mask: null }, 'unit/b': {} };
  const other = { 'unit/b': {}, 'unit/a': { mask: null, active: true, links: ['x', 'y'] } };
  expect(fingerprint(one)).toBe(fingerprint(other));
  expect(fingerprint(JSON.parse(JSON.stringify(one)) as typeof one)).toBe(fingerprint(one));
  expect(fingerprint({})).toBe('sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
});

test.each([
  [{ a: 1 }, { a: 2 }],
  [{ a: 1 }, { b: 1 }],
  [{ a: '1' }, { a: 1 }],
  [{ a: null }, {}],
  [{ a: null }, { a: 'null' }],
  [
    ['x', 'y'],
    ['y', 'x'],
  ],
  [
    [['x'], 'y'],
    ['x', 'y'],
  ],
  [{ a: { b: 1 } }, { a: {}, b: 1 }],
  [['a,b'], ['a', 'b']],
  [{ 'a":1,"b': 1 }, { a: 1, b: 1 }],
])('%j is not %j', (one, other) => {
  expect(fingerprint(one)).not.toBe(fingerprint(other));
});
