import { expect, test } from '@jest/globals';

import { withEnvironment } from '../../src/cli/environment.ts';
import { options, outputOptions } from '../../src/cli/options.ts';

const known = [...Object.values(options).map((make) => make()), ...outputOptions()];

test('flags that were typed are stronger than variables', () => {
  expect(withEnvironment({ limit: 'web' }, known, { FLEETWRIGHT_LIMIT: 'db' })).toEqual({ limit: 'web' });
});

test('variables are named after flags, and mean the same', () => {
  const env = {
    FLEETWRIGHT_LIMIT: 'db',
    FLEETWRIGHT_YES: 'true',
    FLEETWRIGHT_JSON: '0',
    FLEETWRIGHT_VERBOSE: '2',
    FLEETWRIGHT_ONLY: 'unit/a*,unit/b',
    FLEETWRIGHT_LOCK_WAIT: '5m',
    FLEETWRIGHT_DETAILED_EXITCODE: '1',
    FLEETWRIGHT_QUIET: '',
  };
  expect(withEnvironment({}, known, env)).toEqual({
    limit: 'db',
    yes: true,
    json: false,
    verbose: 2,
    only: ['unit/a*', 'unit/b'],
    lockWait: 300_000,
    detailedExitcode: true,
  });
});

test('those of the project settings are left to them', () => {
  const env = {
    FLEETWRIGHT_INVENTORY: 'x',
    FLEETWRIGHT_FORKS: 'many',
    FLEETWRIGHT_OUT: 'x',
    FLEETWRIGHT_VAR: 'x',
  };
  expect(withEnvironment({}, known, env)).toEqual({});
});
