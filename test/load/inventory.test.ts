import { homedir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import type { Host } from '../../src/model/host.ts';
import { inventoryOf, lines, project, saidOfInventory, text } from './support/project.ts';

async function hostsOf(yaml: string): Promise<Readonly<Record<string, Host>>> {
  const root = project({ 'hosts.yaml': yaml });
  const { value, diagnostics } = await inventoryOf(root, 'hosts.yaml');
  expect(text(root, diagnostics)).toBe('');
  return Object.fromEntries(value?.hosts ?? []);
}

describe('hosts', () => {
  test('an empty entry is enough', async () => {
    const bare = { connection: 'ssh', become: 'sudo', vars: {} };
    expect(await hostsOf('hosts:\n  a: {}\n  b:\n')).toEqual({
      a: { name: 'a', ...bare },
      b: { name: 'b', ...bare },
    });
  });

  test('no inventory at all is this machine', async () => {
    const { value } = await inventoryOf('/');
    expect([...(value?.hosts.values() ?? [])]).toEqual([
      { name: 'localhost', connection: 'local', become: 'sudo', vars: {} },
    ]);
  });

  test('ranges keep their zeros; `n` does not, `name` is the whole', async () => {
    const hosts = await hostsOf(
      'hosts:\n  gpu-[08:10]: { address: "10.0.0.{{ n }}", vars: { id: "{{ n }}", tags: ["{{name}}"] } }\n',
    );
    expect(Object.values(hosts).map(({ name, address, vars }) => [name, address, vars])).toEqual([
      ['gpu-08', '10.0.0.8', { id: '8', tags: ['gpu-08'] }],
      ['gpu-09', '10.0.0.9', { id: '9', tags: ['gpu-09'] }],
      ['gpu-10', '10.0.0.10', { id: '10', tags: ['gpu-10'] }],
    ]);
  });

  test('keys lose their comments; the path of a private key is from home or from the file', async () => {
    const hosts = await hostsOf(
      'hosts:\n  a: { host_key: "ssh-ed25519 AAAA me@here", identity_file: ~/id }\n  b: { identity_file: keys/id }\n',
    );
    expect(hosts['a']?.hostKeys).toEqual(['ssh-ed25519 AAAA']);
    expect(hosts['a']?.identityFile).toBe(join(homedir(), 'id'));
    expect(hosts['b']?.identityFile).toMatch(/^\/.*fleetwright-[^/]*\/keys\/id$/);
  });

  test('settings: defaults < parents < children < host, groups of one depth by name', async () => {
    const { h } = await hostsOf(
      lines(
        'defaults: { user: d, port: 1, vars: { a: d, b: d, c: d, d: d, e: d } }',
        'hosts: { h: { port: 9, vars: { e: h } } }',
        'groups:',
        '  z-parent: { groups: [kid], user: z, vars: { b: z, c: z, d: z } }',
        '  a-parent: { groups: [kid], user: a, vars: { b: a } }',
        '  kid: { hosts: [h], vars: { c: kid, d: kid } }',
        '  lad: { groups: [grandkid], vars: { d: lad } }',
        '  grandkid: { hosts: ["h*"] }',
        '',
      ),
    );
    expect(h).toMatchObject({ user: 'z', port: 9, vars: { a: 'd', b: 'z', c: 'kid', d: 'kid', e: 'h' } });
  });

  test('hosts of a range share their variables', async () => {
    const hosts = await hostsOf(
      'hosts:\n  a[1:3]: { vars: { x: 1 } }\ngroups: { g: { hosts: ["a*"], vars: { y: 2 } } }\n',
    );
    expect(hosts['a1']?.vars).toEqual({ x: 1, y: 2 });
    expect(hosts['a3']?.vars).toBe(hosts['a1']?.vars);
  });

  test('x- keys are no hosts, groups or settings', async () => {
    const hosts = await hostsOf(
      'x-common: &c { user: u }\nhosts: { x-base: { no: 1 }, a: { <<: *c, x-note: hi } }\ngroups: { x-old: 3 }\n',
    );
    expect(Object.values(hosts)).toMatchObject([{ name: 'a', user: 'u' }]);
  });
});

describe('groups', () => {
  test('members of subgroups are members, in the order of the inventory', async () => {
    const root = project({
      'hosts.yaml':
        'hosts: { c: {}, "b[1:2]": {}, a: {} }\ngroups:\n  one: { hosts: ["b[1:2]"] }\n  both: { hosts: [a, c], groups: [one] }\n',
    });
    const { value } = await inventoryOf(root, 'hosts.yaml');
    const members = [...(value?.groups ?? [])].map(([name, hosts]) => [name, [...hosts].join(' ')]);
    expect(members).toEqual([
      ['all', 'c b1 b2 a'],
      ['one', 'b1 b2'],
      ['both', 'c b1 b2 a'],
    ]);
    expect(value?.groupsOf.get('b1')).toEqual(['both', 'one']);
    expect(value?.groupsOf.get('a')).toEqual(['both']);
  });
});

describe('what does not fit together', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['a host twice', 'hosts: { "a[1:3]": {}, a2: {} }', '1:24: error: the host `a2` is declared twice'],
    ['a group and a host', 'hosts: { a: {} }\ngroups: { a: {} }', '2:11: error: `a` is a group and a host'],
    [
      'a group called all',
      'hosts: { a: {} }\ngroups: { all: {} }',
      '2:11: error: the group `all` is built in',
    ],
    ['a host called all', 'hosts: { all: {} }', '1:10: error: `all` is the group of all hosts'],
    ['an IPv6 address as a name', 'hosts: { "fe80::1": {} }', "1:10: error: a host's name cannot hold `:`"],
    [
      'an option as a name',
      'hosts: { -oProxyCommand: {} }',
      "1:10: error: a host's name cannot begin with `-`",
    ],
    [
      'an unknown host',
      'hosts: { web-1: {} }\ngroups: { g: { hosts: [wbe-1] } }',
      '2:24: error: there is no host `wbe-1`',
    ],
    [
      'a glob for nothing',
      'hosts: { a: {} }\ngroups: { g: { hosts: ["b*"] } }',
      '2:24: error: `b*` matches no host',
    ],
    [
      'a range too wide',
      'hosts: { a1: {} }\ngroups: { g: { hosts: ["a[1:2]"] } }',
      '2:24: error: there is no host `a2`',
    ],
    ['an unknown group', 'groups: { gpus: { groups: [gpu] } }', '1:28: error: there is no group `gpu`'],
    [
      'a circle',
      'groups: { a: { groups: [b] }, b: { groups: [a] } }',
      '1:45: error: the groups contain each other: `a` → `b` → `a`',
    ],
    [
      'a group in itself',
      'groups: { a: { groups: [a] } }',
      '1:25: error: the groups contain each other: `a` → `a`',
    ],
    [
      'n without a range',
      'hosts: { a: { address: "{{ n }}" } }',
      '1:24: error: `{{ n }}` in `address` of a host that is no range',
    ],
    [
      'an unknown placeholder',
      'hosts: { "a[1:3]": { address: "{{ nn }}" } }',
      '1:31: error: `{{ nn }}` in `address` is not known',
    ],
    [
      'a variable called host',
      'defaults: { vars: { host: 1 } }',
      '1:21: error: the variable `host` is built in',
    ],
    [
      'a template in a variable',
      'defaults: { vars: { a: "{{ b }}" } }',
      '1:24: warning: `{{ b }}` in the variable `a` is not filled in',
    ],
    ['a port', 'defaults: { port: 99999 }', '1:19: error: `port` is the number `99999`'],
    ['a key', 'defaults: { host_key: AAAA }', '1:23: error: `host_key` is the text `AAAA`'],
    ['an Ansible name', 'hosts: { a: { ansible_host: b } }', '1:15: error: unknown key `ansible_host`'],
    ['a bad name', 'hosts: { a b: {} }', '1:10: error: `a b` cannot stand in `hosts`'],
    ['a list of hosts', 'hosts: [a, b]', '1:8: error: `hosts` is a list'],
  ];
  test.each(cases)('%s', async (_, yaml, message) => {
    const said = (await saidOfInventory(`${yaml}\n`))
      .split('\n')
      .filter((line) => line.startsWith('hosts.yaml'));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(message);
  });

  test('everything at once', async () => {
    const said = await saidOfInventory(
      'hosts: { web-1: {}, "web-[1:2]": {} }\ngroups:\n  a: { groups: [b], hosts: [web-9] }\n  b: { groups: [a] }\n',
    );
    expect(said.match(/error: .*/g)).toEqual([
      'error: the host `web-1` is declared twice',
      'error: the groups contain each other: `a` → `b` → `a`',
      'error: there is no host `web-9`',
    ]);
  });
});
