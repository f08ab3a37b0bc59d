import { expect, test } from '@jest/globals';
import type { Desired } from '../../src/kinds/unit/desired.ts';
import type { Json } from '../../src/model/json.ts';
import { snapshotDifferences } from '../../src/snapshot/difference.ts';
import { declaredPatterns, playbookSide } from '../../src/snapshot/playbook-side.ts';
import { snapshot, type Short } from './support/snapshots.ts';

type Units = Readonly<Record<string, Short>>;

function told(from: Units, to: Units): readonly string[] {
  return snapshotDifferences(snapshot(from), snapshot(to)).flatMap(({ name, differences }) =>
    differences.map((one) =>
      'diff' in one
        ? `${name} ${one.field}: ${one.diff.split('\n').slice(0, 2).join(' ')}`
        : `${name} ${one.field}: ${words(one.from)} → ${words(one.to)}`,
    ),
  );
}

function words(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

test.each<[string, Units, Units, readonly string[]]>([
  ['nothing', { 'a.service': {} }, { 'a.service': {} }, []],
  [
    'states',
    { 'a.service': {} },
    { 'a.service': { enabled: '', active: 'failed' } },
    ['a.service enabled: enabled → null', 'a.service active: active → failed'],
  ],
  [
    'texts',
    { 'a.service': { drops: { 'x.conf': '1' } } },
    { 'a.service': { file: 'b', drops: { 'x.conf': '2' } } },
    [
      'a.service drop_ins/x.conf: --- a.service.d/x.conf +++ a.service.d/x.conf',
      'a.service file: --- a.service +++ a.service',
    ],
  ],
  [
    'bytes that are no text',
    { 'a.service': { file: Uint8Array.of(0xff, 1) } },
    { 'a.service': { file: Uint8Array.of(0xff, 2) } },
    [expect.stringMatching(/^a\.service file: sha256:\w+ → sha256:\w+$/) as unknown as string],
  ],
  [
    'rights',
    { 'a.service': {} },
    { 'a.service': { mode: '0600' } },
    ['a.service file mode and owner: 0644 root:root → 0600 root:root'],
  ],
  [
    'private texts, without showing them',
    { 'a.service': { file: 'KEY=1', mode: '0640' }, 'b.service': { file: '1\n2\n' } },
    { 'a.service': { file: 'KEY=2', mode: '0640' }, 'b.service': { file: '', mode: '0600' } },
    [
      'a.service file: 1 line → 1 other line (private: not shown)',
      'b.service file: 2 lines → 0 other lines (private: not shown)',
      'b.service file mode and owner: 0644 root:root → 0600 root:root',
    ],
  ],
  [
    'a unit that is there on one side only',
    { 'a.service': { file: 'a', enabled: '', active: '' } },
    {},
    ['a.service file: --- a.service +++ /dev/null'],
  ],
])('%s', (_, from, to, expected) => {
  expect(told(from, to)).toEqual(expected);
});

test('a playbook says what it says, and of the rest what the host has', () => {
  const host = snapshot({
    'a.service': { file: 'a', drops: { 'x.conf': '1' }, active: 'failed' },
    'b.service': { active: 'inactive' },
    'gone.service': {},
    'other.service': {},
  });
  const base = { type: 'unit', scope: 'system', strict: false } as const;
  const desired: readonly Desired[] = [
    { ...base, name: 'a.service', file: 'a2', enabled: true },
    { ...base, name: 'gone.service', absent: true },
    { ...base, name: 'masked.service', masked: true },
    { ...base, name: 'theirs.service', scope: 'user:ann', active: true },
    { type: 'match', scope: 'system', patterns: ['b*'], except: [], optional: false, active: true },
  ];
  const side = playbookSide('host-1', desired, host);
  const differences = snapshotDifferences(side, host).map(
    ({ name, differences: all }) => `${name} ${all.map(({ field }) => field).join()}`,
  );
  expect(differences).toEqual([
    'a.service file',
    'b.service active',
    'gone.service enabled,active,file',
    'masked.service enabled',
    'other.service enabled,active,file',
  ]);
  expect(declaredPatterns(desired)).toEqual(['a.service', 'gone.service', 'masked.service', 'b*']);
});
