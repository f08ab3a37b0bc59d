import { expect, test } from '@jest/globals';
import type { HostResult } from '../../src/model/event.ts';
import { deployText } from '../../src/report/deploy-text.ts';
import { platformTable } from '../../src/report/platform-table.ts';
import { aHost, aPlan, change } from './support/build.ts';

test('declared resources are a table; what a host says is never shown raw', () => {
  const differs = 'differs' as const;
  const hosts = [
    {
      host: 'web-1',
      resources: [
        { address: 'tree/opt/app', state: 'as declared' as const, fields: [] },
        { address: 'tree/opt/b', state: differs, fields: ['changed'], entries: 2 },
        { address: 'unit/\u001b[2Ja.service', state: differs, fields: ['file', 'enabled', 'active', 'x'] },
        { address: 'unit/b.service', state: differs, fields: [] },
      ],
    },
    { host: 'web-2', resources: [{ address: 'tree/opt/b', state: differs, fields: [], entries: 1 }] },
  ];
  const lines = platformTable(hosts, 80).split('\n');
  expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
    ['DECLARED', 'STATE', 'HOST'],
    ['--------', '-----', '----'],
    ['tree/opt/app', 'as declared', 'web-1'],
    ['tree/opt/b', '2 entries differ', 'web-1'],
    [expect.not.stringContaining('\u001b'), 'differs: file, enabled, active, …', 'web-1'],
    ['unit/b.service', 'differs', 'web-1'],
    ['tree/opt/b', '1 entry differs', 'web-2'],
    [''],
  ]);
});

test('a deployment tells of the hosts that have changed, and of a way back where there is one', () => {
  const plan = aPlan([aHost('web-1', { changes: [change] }), aHost('web-2', { changes: [change] })]);
  const result = (host: string, outcome: HostResult['outcome']): HostResult => ({
    ...{ host, outcome, stepsDone: 3, stepsUndone: 0, seconds: 1 },
  });
  const options = { width: 80, colour: false, verbose: false };
  const done = { run: 'r1', backup: 'backups/b' };
  const half = [result('web-1', 'changed'), result('web-2', 'rolled-back')];
  expect(deployText({ ...done, results: half }, plan, options)).toBe(
    '\nweb-1: 1 unit\nbackup: backups/b\nway back: fleetwright rollback r1\n',
  );
  const none = [result('web-1', 'rolled-back'), result('web-2', 'rolled-back')];
  expect(deployText({ run: 'r1', backup: undefined, results: none }, plan, options)).toBe('');
});
