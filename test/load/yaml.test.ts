import { describe, expect, test } from '@jest/globals';

import { lines, saidOfPlaybook } from './support/project.ts';

const look = '  look at the indentation and the quotes here and on the line above';

describe('what is not YAML is said in plain words, where it was done', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    [
      'a tab',
      '- hosts: all\n\tunits: []\n',
      lines(
        'site.yaml:2:1: error: a tab cannot indent YAML',
        '  2 |   units: []',
        '    | ^^',
        '  use spaces',
      ),
    ],
    [
      'several documents',
      'hosts: all\n---\nhosts: b\n',
      lines(
        'site.yaml:2:1: error: the file holds several documents (`---`)',
        '  2 | ---',
        '    | ^^^',
        '  one file is one document: a playbook with several plays is a list of them',
      ),
    ],
    ['an empty file', '', 'site.yaml:1:1: error: site.yaml is empty'],
    [
      'a quote never closed',
      '- name: ok\n  hosts: "all\n  units: []\n',
      lines('site.yaml:2:10: error: a `"` is never closed', '  2 |   hosts: "all', '    |          ^'),
    ],
    [
      'a bracket never closed',
      '- hosts: [all\n  units: []\n',
      lines('site.yaml:1:10: error: a `[` is never closed', '  1 | - hosts: [all', '    |          ^'),
    ],
    [
      'a brace never closed',
      'vars: {a: 1\nhosts: all\n',
      lines('site.yaml:1:7: error: a `{` is never closed', '  1 | vars: {a: 1', '    |       ^'),
    ],
    [
      'a colon in a value',
      '- name: a: b\n',
      lines(
        'site.yaml:1:9: error: a second `key:` on one line',
        '  1 | - name: a: b',
        '    |         ^^^^',
        '  put the value in quotes when the colon is part of it',
      ),
    ],
    [
      'no colon',
      'hosts all\nunits: []\n',
      lines('site.yaml:1:1: error: `hosts all` is not followed by `:`', '  1 | hosts all', '    | ^^^^^^^^^'),
    ],
    [
      'a template without quotes',
      'hosts: {{ all }}\n',
      lines(
        'site.yaml:1:9: error: a value that begins with `{{` needs quotes',
        '  1 | hosts: {{ all }}',
        '    |         ^',
        '  write "{{ … }}"',
      ),
    ],
    [
      'a glob without quotes',
      'hosts: *\n',
      lines(
        'site.yaml:1:8: error: a value that begins with `*` needs quotes',
        '  1 | hosts: *',
        '    |        ^',
        '  an alias is `*name`',
      ),
    ],
    [
      'an alias to nothing',
      'hosts: *web\n',
      lines(
        'site.yaml:1:8: error: `*web` refers to an anchor that is not set above it',
        '  1 | hosts: *web',
        '    |        ^^^^',
      ),
    ],
    [
      'an alias to what holds it',
      'x-a: &a [*a]\n',
      lines(
        'site.yaml:1:10: error: `*a` refers to what it is a part of itself',
        '  1 | x-a: &a [*a]',
        '    |          ^^',
      ),
    ],
    [
      'a reserved character',
      'hosts: @web\n',
      lines(
        'site.yaml:1:8: error: a value that begins with `@` needs quotes',
        '  1 | hosts: @web',
        '    |        ^',
      ),
    ],
    [
      'a tag',
      'vars: { secret: !vault x }\n',
      lines(
        'site.yaml:1:17: error: `!vault` is a tag, and none is known here',
        '  1 | vars: { secret: !vault x }',
        '    |                 ^^^^^^',
        '  put the value in quotes when it is text that begins with `!`',
      ),
    ],
    [
      'a backslash in double quotes',
      'hosts: "a\\qb"\n',
      lines(
        'site.yaml:1:10: error: `\\q` is no escape that YAML knows',
        '  1 | hosts: "a\\qb"',
        '    |          ^^',
        '  a backslash in double quotes is written `\\\\`; in single quotes it is just itself',
      ),
    ],
    [
      'a line too far left',
      '- hosts: all\n units: []\n',
      lines(
        'site.yaml:2:2: error: the line fits nothing above by its indentation',
        '  2 |  units: []',
        '    |  ^^^^^^^^^',
        look,
      ),
    ],
    [
      'a line too far right',
      '- hosts: all\n    units: []\n',
      lines(
        'site.yaml:1:10: error: the line below is indented under a key that has a value already',
        '  1 | - hosts: all',
        '    |          ^^^',
        look,
      ),
    ],
    [
      'a range in braces',
      'vars: { a[1:3]: {} }\n',
      lines(
        'site.yaml:1:10: error: inside braces a name with `[…]` needs quotes',
        '  1 | vars: { a[1:3]: {} }',
        '    |          ^',
      ),
    ],
    [
      'a list that ends with the file',
      'hosts: [a\n',
      lines('site.yaml:1:8: error: a `[` is never closed', '  1 | hosts: [a', '    |        ^'),
    ],
    [
      'a key twice',
      'hosts: all\nunits: [{ name: a.service, active: true }]\nhosts: web\n',
      lines(
        'site.yaml:3:1: error: the key `hosts` stands twice in one map',
        '  3 | hosts: web',
        '    | ^^^^^',
        '  it is first on line 1; keep one of them',
      ),
    ],
  ];
  test.each(cases)('%s', (_, yaml, said) => expect(saidOfPlaybook(yaml)).toBe(said));
});

describe('bytes that are no text', () => {
  test('Latin-1 is refused where it shows', () => {
    const said = saidOfPlaybook(Buffer.from('hosts: all\nname: caf\xe9\n', 'latin1'));
    expect(said).toContain('site.yaml:2:10: error: cannot read site.yaml: it holds bytes that are not UTF-8');
  });

  test('UTF-16 is called by its name', () => {
    const said = saidOfPlaybook(Buffer.from('\ufeffhosts: all\n', 'utf16le'));
    expect(said).toBe('error: cannot read site.yaml: it is UTF-16, not UTF-8\n  save it as UTF-8');
  });
});

const play = 'hosts: all\nunits:\n  - { name: a.service, active: true }\n';

describe('what may be', () => {
  test('CRLF and a byte order mark do not shift columns', () => {
    expect(saidOfPlaybook(`\ufeff${play}`.replaceAll('\n', '\r\n'))).toBe('');
    expect(saidOfPlaybook(`\ufeffhost: all\r\n${play.slice(11)}`)).toContain(
      'site.yaml:1:1: error: unknown key `host`',
    );
  });

  test('merge keys, anchors under x- keys at every level', () => {
    const yaml = lines(
      'x-on: &on { enabled: true, active: true }',
      'hosts: all',
      'units:',
      '  - { <<: *on, name: a.service, x-why: because }',
      '  - <<: [*on, { strict: true }]',
      '    name: b.service',
      '    health: { settle: 1s, x-why: slow }',
    );
    expect(saidOfPlaybook(yaml)).toBe('');
  });

  test('a mistake that a merge key brings in is shown where it was written', () => {
    const said = saidOfPlaybook(`x-on: &on\n  actve: true\n${play.replace('{ ', '{ <<: *on, ')}`);
    expect(said).toContain('site.yaml:2:3: error: unknown key `actve`');
  });

  test('aliases of aliases that would fill the memory are refused', () => {
    const level = (name: string, of: string): string => `x-${name}: &${name} [${`*${of}, `.repeat(30)}1]\n`;
    const yaml = `x-a: &a [1]\n${level('b', 'a')}${level('c', 'b')}${level('d', 'c')}${level('e', 'd')}${level('f', 'e')}${play}`;
    expect(saidOfPlaybook(yaml)).toContain('its aliases multiply');
  });
});
