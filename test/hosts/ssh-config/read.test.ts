import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { evaluate } from '../../../src/hosts/ssh-config/evaluate.ts';
import { readConfig } from '../../../src/hosts/ssh-config/read.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'home-'));
  mkdirSync(join(home, '.ssh/conf.d'), { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(home, '.ssh', name);
  writeFileSync(file, text);
  return file;
}

async function ask(file: string, alias: string): Promise<Record<string, readonly string[]>> {
  const nodes = await readConfig(file, home);
  if ('type' in nodes) throw new Error(nodes.message);
  return Object.fromEntries(evaluate([nodes], { alias, localUser: 'me' }).words);
}

test('includes are read in place, in the order of names, and only under the section around them', async () => {
  write('conf.d/20.conf', 'User second\nPort 20\n');
  write('conf.d/10.conf', 'Host web1\n  User first\n');
  write('only-db', 'Compression yes\n');
  const file = write(
    'config',
    'Include conf.d/*.conf\nHost db*\n  Include ~/.ssh/only-db\nHost *\n  Port 1\n',
  );
  expect(await ask(file, 'web1')).toEqual({ user: ['first'], port: ['20'] });
  expect(await ask(file, 'db1')).toEqual({ user: ['second'], port: ['20'], compression: ['yes'] });
});

test('the section after an include is the one before it', async () => {
  write('inner', 'Host other\n  User other\n');
  const file = write('config', 'Host web1\n  Include inner\n  User web\n');
  expect(await ask(file, 'web1')).toEqual({ user: ['web'] });
});

test('a missing file is empty; a circle of includes and a broken line are trouble', async () => {
  expect(await readConfig(join(home, 'none'), home)).toEqual([]);
  const circle = write('config', 'Include config\n');
  expect(await readConfig(circle, home)).toMatchObject({
    type: 'trouble',
    message: expect.stringContaining('deeply'),
  });
  const broken = write('broken', 'User "unfinished\n');
  expect(await readConfig(broken, home)).toMatchObject({ type: 'trouble' });
});
