import { describe, expect, test } from '@jest/globals';

import { lines, playbookOf, project, saidOfPlaybook, text } from './support/project.ts';

/** A play with one entry of `units`. */
const entry = (spec: string): string => `- hosts: all\n  units:\n    - ${spec}\n`;

describe('a playbook that its schema refuses', () => {
  test('says every mistake once, in the order of the file', () => {
    const said = saidOfPlaybook(
      lines(
        '- name: 1.10',
        '  host: all',
        '  units:',
        '    - name: ollama.service',
        '      activ: yes',
        '      enabled: yes',
        '      health: { settle: 5 }',
        '      on_change: restrt',
        '    - { name: ollama, absent: true }',
        '    - text',
        '  rollout: { batches: [0, "25", 0644] }',
        '  crons: []',
      ),
    );
    const errors = said.split('\n').filter((line) => line.startsWith('site.yaml'));
    expect(errors).toEqual([
      'site.yaml:1:9: error: `name` is the number `1.10`',
      'site.yaml:2:3: error: unknown key `host`',
      'site.yaml:5:7: error: unknown key `activ`',
      'site.yaml:6:16: error: `enabled` is the text `yes`',
      'site.yaml:7:25: error: `settle` is the number `5`',
      'site.yaml:8:18: error: `on_change` is the text `restrt`',
      'site.yaml:9:15: error: `name` is the text `ollama`',
      'site.yaml:10:7: error: entry 3 of `units` is the text `text`',
      'site.yaml:11:24: error: entry 1 of `batches` is the number `0`',
      'site.yaml:11:27: error: entry 2 of `batches` is the text `25`',
      'site.yaml:11:33: error: YAML reads `0644` as the number 644',
      'site.yaml:12:3: error: unknown key `crons`',
    ]);
  });

  const hints: readonly (readonly [string, string, string])[] = [
    ['a key mistyped', entry('{ name: a.service, activ: true }'), 'did you mean `active`?'],
    [
      'a key with hyphens',
      entry('{ name: a.service, drop-ins: {}, active: true }'),
      'did you mean `drop_ins`?',
    ],
    ['a key like no other', '- hosts: all\n  roles: []\n', 'known here: name, hosts, vars, rollout, units'],
    [
      'an Ansible word',
      '- { hosts: all, serial: 1 }\n',
      "Fleetwright's word is `rollout: { batches: … }`; known here",
    ],
    ['yes', entry('{ name: a.service, active: yes }'), 'write true: in YAML 1.2 `yes` is text'],
    ['off', entry('{ name: a.service, active: off }'), 'write false: in YAML 1.2 `off` is text'],
    ['a version', '- { hosts: all, name: 1.10 }\n', 'write "1.10": in quotes it is text'],
    ['true for text', '- { hosts: all, name: true }\n', 'write "true": in quotes it is text'],
    [
      'a duration without unit',
      entry('{ name: a.service, health: { settle: 5 } }'),
      'expected a duration such as 500ms',
    ],
    ['a number in quotes', '- { hosts: all, rollout: { max_failures: "2" } }\n', 'write 2, without quotes'],
    ['a near word', entry('{ name: a.service, on_change: reload-restart }'), 'expected restart, reload'],
    ['no list', '- hosts: all\n  units: { name: a.service }\n', 'each entry of `units` begins with `-`'],
    ['nothing', '- hosts: all\n  units:\n', 'each entry of `units` begins with `-`'],
    ['an empty list', '- hosts: all\n  units: []\n', 'each entry of `units` begins with `-`'],
    ['no hosts', '- units: [{ name: a.service, active: true }]\n', 'add `hosts:`'],
    ['no play', 'hello\n', 'expected a play: a map with `hosts`'],
    [
      'an instance twice',
      entry('{ name: a@.service, instances: [x, x] }'),
      '`x` stands twice in `instances`',
    ],
    [
      'a drop-in without .conf',
      entry('{ name: a.service, drop_ins: { a: b } }'),
      "a drop-in's name that ends in .conf",
    ],
    ['a drop-in with a path', entry('{ name: a.service, drop_ins: { ../a.conf: b } }'), "a drop-in's name"],
    ['a scope', entry('{ name: a.service, active: true, scope: users }'), 'expected `system` or `user:NAME`'],
    ["a variable's name", '- { hosts: all, vars: { a-b: 1 } }\n', 'letters, digits and `_`'],
  ];
  test.each(hints)('%s', (_, yaml, hint) => expect(saidOfPlaybook(yaml)).toContain(hint));
});

describe('numbers that YAML changes', () => {
  const vars = (value: string): string =>
    saidOfPlaybook(`- hosts: all\n  vars: { v: ${value} }\n  units: [{ name: a.service, active: true }]\n`);

  test.each([
    ['1.10', 'YAML reads `1.10` as the number 1.1', 'write "1.10" if it is text, 1.1 if it is a number'],
    ['0644', 'YAML reads `0644` as the number 644', 'write "0644" if it is text, 644 if it is a number'],
    ['0x1F', 'YAML reads `0x1F` as the number 31', 'write "0x1F" if it is text, 31 if it is a number'],
    [
      '12345678901234567890',
      'as the number 12345678901234567000',
      'write "12345678901234567890" if it is text',
    ],
    ['.inf', '`.inf` is no number that can be used', ''],
  ])('%s is an error', (value, message, hint) => {
    const said = vars(value);
    expect(said).toContain(message);
    expect(said).toContain(hint);
  });

  test.each(['8080', '-1', '1.5', '"1.10"', 'yes', '2026-01-01', '10:30', '1_000'])('%s is fine', (value) => {
    expect(vars(value)).toBe('');
  });
});

describe('rules of a play', () => {
  test('one that declares nothing', () => {
    expect(saidOfPlaybook('- hosts: all\n')).toContain('error: the play declares nothing');
  });

  test('none at all', () => {
    expect(saidOfPlaybook('[]\n')).toContain('error: the playbook has no play');
  });

  test('`host` is no name for a variable', () => {
    const said = saidOfPlaybook(
      '- hosts: all\n  vars: { host: x }\n  units: [{ name: a.service, active: true }]\n',
    );
    expect(said).toContain('site.yaml:2:11: error: the variable `host` is built in');
  });

  test("a variable that looks like a template is a warning; Go's braces are not", () => {
    const said = saidOfPlaybook(
      '- hosts: all\n  vars: { a: "{{ b }}/x", c: "{{.Names}}" }\n  units: [{ name: a.service, active: true }]\n',
    );
    expect(said.split('\n')[0]).toBe(
      'site.yaml:2:14: warning: `{{ b }}` in the variable `a` is not filled in',
    );
    expect(said.split('warning')).toHaveLength(2);
  });
});

describe('files', () => {
  test('one that is not there, a directory', () => {
    const root = project({ 'd/x': '' });
    expect(text(root, playbookOf(root, 'nope.yaml').diagnostics)).toBe(
      'error: cannot read nope.yaml: there is no such file',
    );
    expect(text(root, playbookOf(root, 'd').diagnostics)).toBe(
      'error: cannot read d: it is a directory, not a file',
    );
  });

  test('a single play needs no list', () => {
    const root = project({ 'site.yaml': 'hosts: all\nunits: [{ name: a.service, active: true }]\n' });
    const { value } = playbookOf(root);
    expect(value?.map(({ items }) => items)).toEqual([
      [{ kind: 'unit', spec: { name: 'a.service', active: true }, path: ['units', 0] }],
    ]);
  });
});
