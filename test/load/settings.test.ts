import { describe, expect, test } from '@jest/globals';

import { loadConfig } from '../../src/load/config.ts';
import { findConfig } from '../../src/load/find-config.ts';
import { settings } from '../../src/load/settings.ts';
import { varsOfFlags } from '../../src/load/var-flags.ts';
import { project, text } from './support/project.ts';

const file = loadConfig(
  `${project({
    'fleetwright.yaml':
      'inventory: [inv/, more.yaml]\nplaybook: site.yaml\nforks: 7\nbackup_dir: ../b\npatterns: { platform: ["*ollama*"], x-old: ["*"] }\n',
  })}/fleetwright.yaml`,
).value;
const directory = file?.directory ?? '';

describe('settings', () => {
  test('the file speaks where nobody else does, relative to itself', () => {
    const { value } = settings({}, { env: {}, cwd: '/elsewhere', file });
    expect(value?.inventory).toEqual({
      value: [`${directory}/inv`, `${directory}/more.yaml`],
      origin: `${directory}/fleetwright.yaml:1`,
    });
    expect(value?.playbook.value).toEqual([`${directory}/site.yaml`]);
    expect(value?.forks).toEqual({ value: 7, origin: `${directory}/fleetwright.yaml:3` });
    expect(value?.backupDir.value).toBe('/tmp/b');
    expect(value?.patterns.value).toEqual({ platform: ['*ollama*'] });
  });

  test('the environment stands above the file, a flag above both', () => {
    const env = {
      FLEETWRIGHT_FORKS: '9',
      FLEETWRIGHT_INVENTORY: 'a.yaml,b.yaml',
      FLEETWRIGHT_BACKUP_DIR: '',
    };
    const { value } = settings({ inventory: ['c.yaml'] }, { env, cwd: '/here', file });
    expect(value?.forks).toEqual({ value: 9, origin: 'FLEETWRIGHT_FORKS' });
    expect(value?.inventory).toEqual({ value: ['/here/c.yaml'], origin: '--inventory' });
    expect(value?.backupDir.value).toBe('/tmp/b');
    expect(settings({}, { env, cwd: '/here', file }).value?.inventory.value).toEqual([
      '/here/a.yaml',
      '/here/b.yaml',
    ]);
  });

  test('defaults', () => {
    const { value } = settings({}, { env: {}, cwd: '/here' });
    expect(value).toEqual({
      inventory: { value: [], origin: 'default' },
      playbook: { value: [], origin: 'default' },
      forks: { value: 32, origin: 'default' },
      backupDir: { value: '/here/backups', origin: 'default' },
      patterns: { value: {}, origin: 'default' },
    });
  });

  test('a number that is none', () => {
    const { diagnostics } = settings({}, { env: { FLEETWRIGHT_FORKS: 'many' }, cwd: '/here' });
    expect(text('/', diagnostics)).toBe(
      'error: FLEETWRIGHT_FORKS is `many`\n  expected a number of hosts from 1 to 10000',
    );
  });
});

describe('fleetwright.yaml', () => {
  const found = (directoryName: string, ...paths: readonly string[]): string | undefined =>
    findConfig(directoryName, (path) => paths.includes(path));

  test('is looked for up to the root of the repository', () => {
    expect(found('/r/a/b', '/r/.git', '/r/fleetwright.yaml')).toBe('/r/fleetwright.yaml');
    expect(found('/r/a', '/r/.git', '/r/fleetwright.yaml', '/r/a/fleetwright.yaml')).toBe(
      '/r/a/fleetwright.yaml',
    );
    expect(found('/r/a', '/r/a/.git', '/r/fleetwright.yaml')).toBeUndefined();
  });

  test('outside of a repository it is looked for here only', () => {
    expect(found('/r/a', '/r/fleetwright.yaml')).toBeUndefined();
    expect(found('/r', '/r/fleetwright.yaml')).toBe('/r/fleetwright.yaml');
  });

  test('mistakes in it', () => {
    const root = project({ 'fleetwright.yaml': 'fork: 3\npatterns: { platform: "*x*" }\n' });
    expect(text(root, loadConfig(`${root}/fleetwright.yaml`).diagnostics).match(/.*error: .*/g)).toEqual([
      'fleetwright.yaml:1:1: error: unknown key `fork`',
      'fleetwright.yaml:2:23: error: `platform` is the text `*x*`',
    ]);
  });
});

describe('--var', () => {
  test('words and numbers are what they are in a file, the rest is text', () => {
    const flags = {
      a: 'false',
      b: '8080',
      c: '1.10',
      d: 'yes',
      e: '',
      f: 'a: b',
      g: '[1, x]',
      h: '{k: v}',
      i: 'null',
    };
    expect(varsOfFlags(flags).value).toEqual({
      ...{ a: false, b: 8080, c: '1.10', d: 'yes', e: '', f: 'a: b', g: [1, 'x'], h: { k: 'v' }, i: null },
    });
  });

  test('mistakes', () => {
    expect(varsOfFlags({ a: '[1', host: 'x' }).diagnostics.map(({ message }) => message)).toEqual([
      '--var a: a `[` is never closed',
      '--var host: the name is built in',
    ]);
  });
});
