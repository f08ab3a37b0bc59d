import { describe, expect, test } from '@jest/globals';

import { saidOfPlaybook } from './support/project.ts';

const said = (spec: string): string => saidOfPlaybook(`- hosts: all\n  units:\n    - ${spec}\n`);

describe('entries of `units` that contradict themselves', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['{ enabled: true }', '3:7: error: the entry names no unit'],
    ['{ name: a.service, match: "b*", active: true }', '3:26: error: `name` and `match` in one entry'],
    ['{ name: "@x.service", active: true }', '3:15: error: `name` is the text `@x.service`'],
    ['{ match: "a[b", active: true }', '3:9: error: `a[b` is not a pattern: a `[` is never closed'],
    ['{ match: "*", except: "[^a]", active: true }', '3:21: error: `[^a]` is not a pattern'],
    [
      '{ name: a.service, except: "b*", active: true }',
      '3:26: error: `except` goes with `match`, and there is none',
    ],
    ['{ name: a.service, optional: true, active: true }', '3:26: error: `optional` goes with `match`'],
    [
      '{ match: "a*", file: a.service }',
      "3:22: error: `file` needs a unit's `name`; a `match` cannot have it",
    ],
    ['{ match: "a*", absent: true }', "3:22: error: `absent` needs a unit's `name`"],
    ['{ name: a.service, absent: true, file: a }', '3:40: error: `file` contradicts `absent: true`'],
    [
      '{ name: a.service, absent: true, enabled: false }',
      '3:40: error: `enabled` contradicts `absent: true`',
    ],
    ['{ name: a.service, masked: true, file: a }', '3:40: error: `file` contradicts `masked: true`'],
    [
      '{ name: a.service, masked: true, active: true }',
      '3:40: error: `active: true` contradicts `masked: true`',
    ],
    [
      '{ name: a.service, masked: true, enabled: true }',
      '3:40: error: `enabled: true` contradicts `masked: true`',
    ],
    [
      '{ name: a.service, file: a, private: [b.conf] }',
      '3:35: error: `b.conf` is no file that the entry installs',
    ],
    ['{ name: a.service, instances: [x], active: true }', '3:26: error: `a.service` is not a template'],
    ['{ name: a@x.service, instances: [y], active: true }', '3:28: error: `a@x.service` is not a template'],
    ['{ name: a@.service, active: true }', '3:27: error: `a@.service` is a template: only its instances run'],
    [
      '{ name: a.service, active: false, health: { settle: 1s } }',
      '3:41: error: `health` contradicts `active: false`',
    ],
    ['{ name: a.service }', '3:7: error: the entry asks nothing of `a.service`'],
    ['{ match: ["a*", "b*"], except: "c" }', '3:7: error: the entry asks nothing of `a*, b*`'],
  ];
  test.each(cases)('%s', (spec, message) => {
    const errors = said(spec)
      .split('\n')
      .filter((line) => line.startsWith('site.yaml'));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(message);
  });
});

test.each([
  '{ name: a.service, masked: true, active: false, enabled: false }',
  '{ name: a.service, masked: false, file: a.service }',
  '{ name: a.service, absent: false, active: true }',
  '{ name: "a@.service", file: a }',
  '{ name: "a@.service", instances: [x, "a\\\\x2db"], active: true }',
  "{ name: 'dev-disk-by\\x2dlabel.swap', enabled: true }",
  '{ name: -.mount, active: true, scope: system }',
  '{ name: a.service, active: true, scope: "user:alice" }',
  '{ match: "*", except: ["a*"], optional: true, enabled: true }',
  '{ name: a.service, absent: true, scope: "user:alice" }',
])('fine: %s', (spec) => expect(said(spec)).toBe(''));
