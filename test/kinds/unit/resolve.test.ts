import { expect, test } from '@jest/globals';
import { resolve } from '../../../src/kinds/unit/resolve.ts';
import type { UnitSpec } from '../../../src/kinds/unit/spec.gen.ts';
import { noTrees } from '../support/no-trees.ts';

const service = '[Service]\nExecStart=/bin/true\n';

function resolved(spec: UnitSpec) {
  return resolve(spec, {
    ...noTrees,
    vars: {},
    text: (path) => (path === 'missing' ? { severity: 'error', message: 'no such file' } : service),
    place: (file, line) => ({ file, line, column: 1 }),
  });
}

test('what is not said is not there', () => {
  expect(resolved({ name: 'a.service', enabled: true }).desired).toEqual([
    { type: 'unit', scope: 'system', name: 'a.service', strict: false, enabled: true },
  ]);
});

test('a template with instances is the template and each instance, which alone have states', () => {
  const spec: UnitSpec = { name: 'w@.service', file: 'w', instances: ['a', 'b'], active: true, strict: true };
  const base = { type: 'unit', scope: 'system', strict: true } as const;
  expect(resolved(spec).desired).toEqual([
    { ...base, name: 'w@.service', file: service, instances: ['w@a.service', 'w@b.service'] },
    { ...base, name: 'w@a.service', active: true },
    { ...base, name: 'w@b.service', active: true },
  ]);
});

test('an absent template has no instances left', () => {
  expect(resolved({ name: 'w@.service', absent: true }).desired).toMatchObject([
    { absent: true, instances: [] },
  ]);
  expect(resolved({ name: 'w@a.service', absent: true }).desired[0]).not.toHaveProperty('instances');
});

test('a pattern, alone or one of several', () => {
  const base = { type: 'match', scope: 'user:bob', except: [], optional: false } as const;
  expect(resolved({ match: '*a*', scope: 'user:bob' }).desired).toEqual([{ ...base, patterns: ['*a*'] }]);
  const spec: UnitSpec = {
    match: ['*a*', '*b*'],
    except: 'c*',
    optional: true,
    scope: 'user:bob',
    masked: true,
  };
  expect(resolved(spec).desired).toEqual([
    { ...base, patterns: ['*a*', '*b*'], except: ['c*'], optional: true, masked: true },
  ]);
});

test('health in milliseconds, with what holds where nothing is said', () => {
  const health = (health: NonNullable<UnitSpec['health']>): unknown =>
    resolved({ name: 'a.service', health }).desired.flatMap((one) =>
      'health' in one ? [one.health] : [],
    )[0];
  expect(health({ settle: '5s', timeout: '1m30s', http: 'http://x', command: 'true' })).toEqual({
    ...{ settle: 5000, timeout: 90_000, http: 'http://x', command: 'true' },
  });
  expect(health({ settle: '0s' })).toEqual({ settle: 0, timeout: 30_000 });
  expect(health({ http: 'http://x' })).toEqual({ settle: 2000, timeout: 30_000, http: 'http://x' });
});

test('drop-ins keep their names; a file that cannot be read is a diagnostic', () => {
  const { desired, diagnostics } = resolved({
    name: 'a.service',
    drop_ins: { 'x.conf': 'x', 'y.conf': 'missing' },
  });
  expect(diagnostics).toMatchObject([{ severity: 'error', message: 'no such file' }]);
  expect(desired).toMatchObject([
    {
      dropIns: new Map([
        ['x.conf', service],
        ['y.conf', ''],
      ]),
    },
  ]);
});
