import { describe, expect, test } from '@jest/globals';

import type { Selection } from '../../src/desire/desire.ts';
import { desired, onePlay, texts } from './support/desired.ts';

async function rendered(
  template: string | Uint8Array,
  selection: Selection = {},
): Promise<string | undefined> {
  const outcome = await desired({ 'site.yaml': onePlay, 'units/a.service': template }, selection);
  return outcome.said === '' ? texts(outcome)['web-1'] : outcome.said;
}

describe('templates', () => {
  test.each([
    ['{{ port }}', '80'],
    ['{{ host.name }} {{ host.address }} {{ host.groups | join: "," }}', 'web-1 web-1 web'],
    ['{% if port == 80 %}a{% else %}b{% endif %}', 'a'],
    ['{{ nothing | default: "x" }}', 'x'],
    ['{% raw %}{{.Names}}{% endraw %}', '{{.Names}}'],
    ['{{ host | json }}', '{"name":"web-1","address":"web-1","groups":["web"]}'],
    ['{%- assign x = 1 -%}  {{ x }}', '1'],
  ])('%s → %s', async (template, text) => expect(await rendered(template)).toBe(text));

  test("text without Liquid comes byte for byte, systemd's own % and $ among it", async () => {
    const text = '[Service]\nExecStart=/x %i %% ${HOME} $$ {%i} { { }} \\x2d \\\n\t"ü"  \n\n\n';
    expect(await rendered(text)).toBe(text);
    expect(await rendered(`${text}{{ port }}`.replace('{%i}', ''))).toBe(`${text}80`.replace('{%i}', ''));
  });

  test('the empty file is the empty text', async () => expect(await rendered('')).toBe(''));

  test('--var is stronger than all', async () =>
    expect(await rendered('{{ port }}', { vars: { port: 9 } })).toBe('9'));
});

describe('what is wrong with a template', () => {
  test('all undefined names at once, with their places and neighbours', async () => {
    const said = await rendered(
      '[Service]\nX={{ prot }} {{ host.nmae }}\n{% if tls %}{% endif %}{% unless no %}{% endunless %}\n',
    );
    expect(said?.match(/^units.*|^ {2}(did|set).*/gm)).toEqual([
      'units/a.service:2:6: error: the variable `prot` is not defined',
      '  did you mean `port`?',
      'units/a.service:2:17: error: the variable `host.nmae` is not defined',
      '  did you mean `host.name`?',
      'units/a.service:3:7: error: the variable `tls` is not defined',
      "  set it in the inventory, in the play's `vars` or by --var, or write `| default: …`",
      'units/a.service:3:34: error: the variable `no` is not defined',
      "  set it in the inventory, in the play's `vars` or by --var, or write `| default: …`",
    ]);
  });

  test.each([
    ['a\n{{ port | upcas }}', '2:1: error: there is no filter `upcas`'],
    ['{% iff port %}', '1:1: error: there is no tag `iff`'],
    ['{% include "b" %}', '1:1: error: there is no tag `include`'],
    ['{{ "now" | date: "%Y" }}', '1:1: error: there is no filter `date`'],
    ['{{ host.groups }}', '1:1: error: the value is a list: write `| join: " "` or `| json`'],
    ['{{ host }}', '1:1: error: the value is a map: name one of its keys, or write `| json`'],
    ['x\ny {{ port', '2:3: error: the template: output "{{ port" not closed'],
    ['{% if port %}', '1:1: error: the template: tag {% if port %} not closed'],
    ['{{.Names}}', "1:3: error: `.Names` is not a variable's name"],
    ['{% for g in host.groups %}{{ g.x }}{% endfor %}', '1:30: error: the variable `g.x` is not defined'],
    ['a\r\nb', '1:2: error: the file has CRLF line ends'],
    ['\ufeff[Unit]', '1:1: error: the file begins with a byte order mark'],
    ['a\nb\0c', '2:2: error: the file holds a NUL byte'],
  ])('%j', async (template, message) => {
    expect((await rendered(template))?.split('\n')[0]).toBe(`units/a.service:${message}`);
  });

  test('bytes that are not UTF-8', async () => {
    const said = await rendered(Buffer.from('X=caf\xe9\n', 'latin1'));
    expect(said).toContain(
      'units/a.service:1:6: error: cannot read units/a.service: it holds bytes that are not UTF-8',
    );
  });

  test('an empty value', async () => {
    const files = { 'site.yaml': onePlay.replace('port: 80', 'port:'), 'units/a.service': '{{ port }}' };
    expect((await desired(files)).errors).toEqual(['units/a.service:1:1: error: the value is empty (null)']);
  });

  test('one mistake is told once, with the hosts it shows on', async () => {
    const files = { 'site.yaml': onePlay.replace('web', 'all'), 'units/a.service': '{{ rack }} {{ role }}' };
    const hosts = 'hosts:\n  web-[1:3]: {}\n  db-1: { vars: { role: db } }\n';
    expect((await desired({ ...files, 'hosts.yaml': hosts })).errors).toEqual([
      'units/a.service:1:4: error: the variable `rack` is not defined',
      'units/a.service:1:15: error: the variable `role` is not defined (on web-1 and 2 other hosts)',
    ]);
  });
});

describe('files that are not there', () => {
  test('are the fault of the line that names them', async () => {
    const site = `
- hosts: web
  units:
    - name: a.service
      file: units
      drop_ins:
        a.conf: units/nope.conf
        b.conf: ../../nowhere/x.conf
`;
    const { errors } = await desired({ 'site.yaml': site, 'units/x': '' });
    expect(errors).toEqual([
      'site.yaml:5:13: error: cannot read units: it is a directory, not a file',
      'site.yaml:7:17: error: cannot read units/nope.conf: there is no such file',
      'site.yaml:8:17: error: cannot read /nowhere/x.conf: there is no such file',
    ]);
  });

  test('a file outside of the project may be used', async () => {
    const files = {
      'p/site.yaml': '',
      'units/a.service': 'here',
      'site.yaml': onePlay.replace('units/a', '../../tmp/../tmp/nope'),
    };
    expect((await desired(files)).errors[0]).toContain('there is no such file');
  });
});

describe('texts of an entry', () => {
  const site = `
- hosts: web
  vars: { port: 80, dir: units }
  units:
    - name: a.service
      file: "{{ dir }}/a.service"
      active: true
      health: { http: "http://127.0.0.1:{{ port }}/{{ host.name }}" }
`;

  test('are templates too', async () => {
    const { value } = await desired({ 'site.yaml': site, 'units/a.service': '[Service]\n' });
    expect(value?.hosts.map(({ resources }) => resources[0]?.desired[0])).toMatchObject([
      { file: '[Service]\n', health: { http: 'http://127.0.0.1:80/web-1' } },
      { file: '[Service]\n', health: { http: 'http://127.0.0.1:80/web-2' } },
      { file: '[Service]\n', health: { http: 'http://127.0.0.1:80/web-3' } },
    ]);
  });

  test('an undefined name in them is shown in the playbook', async () => {
    const { errors } = await desired({
      'site.yaml': site.replace('{{ port }}', '{{ prt }}'),
      'units/a.service': '',
    });
    expect(errors).toEqual(['site.yaml:8:23: error: the variable `prt` is not defined']);
  });
});
