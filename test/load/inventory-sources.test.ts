import { describe, expect, test } from '@jest/globals';

import { runInventory } from '../../src/load/run-inventory.ts';
import { inventoryOf, project, text } from './support/project.ts';
import type { Files } from './support/project.ts';

async function said(files: Files, ...names: readonly string[]): Promise<string> {
  const root = project(files);
  return text(root, (await inventoryOf(root, ...names)).diagnostics);
}

async function names(files: Files, ...paths: readonly string[]): Promise<readonly string[]> {
  const root = project(files);
  const { value, diagnostics } = await inventoryOf(root, ...paths);
  expect(text(root, diagnostics)).toBe('');
  return [...(value?.hosts.keys() ?? [])];
}

describe('several sources', () => {
  test('a directory is its documents and programs, by name', async () => {
    const files = {
      'inv/b.yaml': 'hosts: { b: {} }\n',
      'inv/a.json': '{"hosts": {"a": {}}}\n',
      '*inv/c': '#!/bin/sh\necho "{\\"hosts\\": {\\"c\\": {}}}"\n',
      'inv/README.md': 'no inventory',
      'inv/.hidden.yaml': 'nonsense: true\n',
      'inv/b.yaml~': 'nonsense: true\n',
    };
    expect(await names(files, 'inv')).toEqual(['a', 'b', 'c']);
  });

  test('groups reach over files, defaults do not', async () => {
    const root = project({
      'a.yaml':
        'defaults: { user: a }\nhosts: { h1: {} }\ngroups: { g: { hosts: [h1, h2], vars: { x: 1 } } }\n',
      'b.yaml': 'defaults: { user: b }\nhosts: { h2: {} }\ngroups: { g: { vars: { y: 2 } } }\n',
    });
    const { value } = await inventoryOf(root, 'a.yaml', 'b.yaml');
    expect([...(value?.hosts.values() ?? [])]).toMatchObject([
      { name: 'h1', user: 'a', vars: { x: 1, y: 2 } },
      { name: 'h2', user: 'b', vars: { x: 1, y: 2 } },
    ]);
  });

  test('a host or a setting in two files is an error', async () => {
    const group = 'groups: { g: { user: u, vars: { v: 1 } } }\n';
    const all = await said(
      { 'a.yaml': `hosts: { h: {} }\n${group}`, 'b.yaml': `hosts: { h: {} }\n${group}` },
      'a.yaml',
      'b.yaml',
    );
    expect(all.match(/.*error: .*/g)).toEqual([
      'b.yaml:1:10: error: the host `h` is declared twice',
      'b.yaml:2:11: error: the group `g` makes the setting `user` in two files',
      'b.yaml:2:11: error: the group `g` makes the setting `vars.v` in two files',
    ]);
    expect(all).toContain('it is first declared in a.yaml:1');
  });

  test('nothing there', async () => {
    const all = await said({ 'inv/README.md': '' }, 'inv', 'nope.yaml');
    expect(all.match(/error: .*/g)).toEqual([
      'error: cannot read inv: the directory holds no inventory',
      'error: cannot read nope.yaml: there is no such file',
    ]);
  });
});

describe('programs', () => {
  test('one that fails is quoted, with what it would do to the terminal', async () => {
    const files = { '*fails': '#!/bin/sh\nprintf "no \\033[31mtoken\\n" >&2\nexit 3\n' };
    expect(await said(files, 'fails')).toBe(
      'error: the inventory fails failed: it ended with exit code 3\n  it said: no \\x1b[31mtoken',
    );
  });

  test('one that prints a mistake', async () => {
    const files = { '*prints': '#!/bin/sh\necho "{\\"hosts\\": {\\"a\\": {\\"adress\\": \\"1\\"}}}"\n' };
    expect(await said(files, 'prints')).toBe(
      'prints (its output):1:18: error: unknown key `adress`\n  did you mean `address`?',
    );
  });

  test('one that prints nothing', async () => {
    expect(await said({ '*silent': '#!/bin/sh\n' }, 'silent')).toContain(
      'silent (its output):1:1: error: the file holds nothing',
    );
  });

  test('one that cannot be run, one that is killed', async () => {
    const all = await said({ '*a': '#!/no/such/program\n', '*b': '#!/bin/sh\nkill -9 $$\n' }, 'a', 'b');
    expect(all).toContain('the inventory a failed: it cannot be run');
    expect(all).toContain('the inventory b failed: it was ended by SIGKILL');
  });

  test('one that never ends is ended', async () => {
    const root = project({ '*slow': '#!/bin/sh\necho hosts >&2; sleep 6\n' });
    expect(await runInventory(`${root}/slow`, 200)).toMatchObject({
      message: `the inventory ${root}/slow failed: it did not end within 0.2 seconds`,
    });
  });

  test('a document is never run, whatever its mode: no suffix, no `#!`', async () => {
    expect(
      await names(
        { '*hosts.yaml': 'hosts: { a: {} }\n', '*plain': 'hosts: { b: {} }\n' },
        'hosts.yaml',
        'plain',
      ),
    ).toEqual(['a', 'b']);
  });
});
