import { describe, expect, test } from '@jest/globals';
import type { HostUnits, UnitStatus } from '../../src/model/unit-status.ts';
import { unitTable } from '../../src/report/unit-table.ts';

const now = new Date('2026-11-22T12:00:00Z');
const unit = (name: string, more: Partial<UnitStatus> = {}): UnitStatus => ({
  ...{ unit: name, active: 'active', enabled: 'enabled', sub: 'running', since: '2026-11-22T10:00:00Z' },
  ...{ restarts: 0, drift: 'none', file: '', dropIns: [], matches: '*', ...more },
});
const host = (name: string, ...units: readonly UnitStatus[]): HostUnits => ({ host: name, units });

describe('the table of units', () => {
  test('is that of the scripts, and more', () => {
    const units = [
      unit('ollama.service', { drift: 'restart' }),
      unit('x.service', { since: null, enabled: '' }),
    ];
    expect(unitTable([host('web-1', ...units)], now, 80)).toBe(
      [
        'SERVICE         ACTIVE  ENABLED  SUB      SINCE  RESTARTS  DRIFT',
        '-------         ------  -------  ---      -----  --------  -----',
        'ollama.service  active  enabled  running  2h     0         restart',
        'x.service       active  -        running  -      0         -',
        '',
      ].join('\n'),
    );
  });

  test('tells hosts apart, and drops what can be spared to fit', () => {
    const name = `${'long-'.repeat(12)}name.service`;
    const text = unitTable([host('web-1', unit(name)), host('web-2', unit('b.service'))], now, 80);
    const lines = text.split('\n').slice(0, -1);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines[0]).toMatch(/^SERVICE +ACTIVE +ENABLED +HOST$/);
    expect(lines[2]).toContain('…');
    expect(lines[3]).toMatch(/^b\.service .* web-2$/);
  });
});
