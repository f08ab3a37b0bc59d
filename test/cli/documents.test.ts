import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import type { Frame, Verb } from '../../src/cli/frame.ts';
import { init } from '../../src/cli/init.ts';
import type { Flags } from '../../src/cli/options.ts';
import { schema } from '../../src/cli/schema.ts';
import { validate } from '../../src/cli/validate.ts';
import { project } from '../load/support/project.ts';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(verb: Verb, cwd: string, words: readonly string[] = [], flags: Flags = {}): Promise<Ran> {
  let [out, err] = ['', ''];
  const output = (write: (text: string) => void): Frame['out'] => ({ write, isTerminal: false, width: 80 });
  const frame = {
    cwd,
    env: {},
    out: output((text) => (out += text)),
    err: output((text) => (err += text)),
  } as Partial<Frame> as Frame;
  return { code: await verb(words, flags, frame), out, err };
}

describe('init', () => {
  test('writes a project that validates as it stands', async () => {
    const root = project({});
    const made = await run(init, root, ['fleet']);
    expect(made.code).toBe(0);
    expect(made.out).toContain('  wrote  fleet/playbooks/hello.yaml\n');
    expect(made.out).toContain(
      'Next:\n  cd fleet\n  fleetwright validate\n  fleetwright plan\n  fleetwright apply\n',
    );
    expect(await run(validate, join(root, 'fleet'))).toEqual({
      ...{ code: 0, out: 'valid: 1 play, 1 host, 1 resource in all\n', err: '' },
    });
  });

  test('its modelines lead to schemas that are there, in a directory for nobody else', async () => {
    const root = project({});
    await run(init, root);
    for (const file of ['fleetwright.yaml', 'inventories/local.yaml', 'playbooks/hello.yaml']) {
      const [, path = ''] =
        /^# yaml-language-server: \$schema=(\S+)\n/.exec(readFileSync(join(root, file), 'utf8')) ?? [];
      expect(existsSync(join(root, file, '..', path))).toBe(true);
    }
    expect(statSync(join(root, '.fleetwright')).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(root, '.gitignore'), 'utf8')).toContain('\n.fleetwright/\n');
  });

  test('touches nothing that is there, and says so', async () => {
    const root = project({ 'fleetwright.yaml': 'forks: 3\n' });
    const { out } = await run(init, root);
    expect(out).toContain('  kept   fleetwright.yaml (it was there)\n');
    expect(readFileSync(join(root, 'fleetwright.yaml'), 'utf8')).toBe('forks: 3\n');
    expect((await run(init, root, [], { json: true })).out).toContain('"written":[]');
  });

  test('a file in the way', async () => {
    const root = project({ inventories: '' });
    const { code, err } = await run(init, root);
    expect(code).toBe(1);
    expect(err).toBe('fleetwright: cannot write inventories/local.yaml: a part of the path is a file\n');
  });
});

describe('validate', () => {
  const site = 'hosts: a\nunits: [{ name: a.service, active: true }]\n';

  test('prints what is wrong in all documents at once', async () => {
    const root = project({ 'hosts.yaml': 'host: {}\n', 'site.yaml': 'host: all\n' });
    const { code, out, err } = await run(validate, root, ['site.yaml'], { inventory: ['hosts.yaml'] });
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe(
      `hosts.yaml:1:1: error: unknown key \`host\`
  1 | host: {}
    | ^^^^
  did you mean \`hosts\`?
site.yaml:1:1: error: unknown key \`host\`
  1 | host: all
    | ^^^^
  did you mean \`hosts\`?
2 errors; no host was contacted
`,
    );
  });

  test('--json', async () => {
    const root = project({ 'hosts.yaml': 'hosts: { a: {} }\n', 'site.yaml': site, 'bad.yaml': 'hosts: b\n' });
    const flags = { inventory: ['hosts.yaml'], json: true };
    expect(JSON.parse((await run(validate, root, ['site.yaml'], flags)).out)).toEqual({
      ...{ format: 1, valid: true, plays: 1, hosts: 1, resources: 1, diagnostics: [] },
    });
    const { code, out } = await run(validate, root, ['bad.yaml'], flags);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      valid: false,
      diagnostics: [{ place: { file: 'bad.yaml', line: 1 } }],
    });
  });

  test('finds fleetwright.yaml above, and says when there is nothing to work on', async () => {
    const root = project({
      'fleetwright.yaml': 'inventory: hosts.yaml\nplaybook: site.yaml\n',
      'hosts.yaml': 'hosts: { a: {} }\n',
      'site.yaml': site,
    });
    mkdirSync(join(root, '.git'));
    mkdirSync(join(root, 'deep/er'), { recursive: true });
    expect((await run(validate, join(root, 'deep/er'))).out).toBe(
      'valid: 1 play, 1 host, 1 resource in all\n',
    );
    writeFileSync(join(root, 'fleetwright.yaml'), 'forks: 3\n');
    expect((await run(validate, root)).err).toContain('error: there is no playbook to work on');
  });

  test('without an inventory there is only this machine', async () => {
    const root = project({ 'site.yaml': site.replace('hosts: a', 'hosts: localhost') });
    expect((await run(validate, root, ['site.yaml'])).out).toBe('valid: 1 play, 1 host, 1 resource in all\n');
  });
});

describe('schema', () => {
  test('one by name, all as a bundle, a near name', async () => {
    const one = JSON.parse((await run(schema, '/', ['playbook'])).out) as unknown;
    const all = JSON.parse((await run(schema, '/')).out) as Readonly<Record<string, unknown>>;
    expect(all['playbook']).toEqual(one);
    expect(Object.keys(all)).toEqual(expect.arrayContaining(['config', 'inventory', 'playbook']));
    expect(await run(schema, '/', ['playbok'])).toMatchObject({
      ...{ code: 64, err: 'fleetwright: there is no schema `playbok`; did you mean `playbook`?\n' },
    });
  });
});
